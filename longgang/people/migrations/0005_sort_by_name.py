"""Lists are sorted by sound and character, so that those of one surname stay together."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_find_people_alike'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='company',
            options={
                'ordering': ['sort_key', 'number'],
                'verbose_name': 'company',
                'verbose_name_plural': 'companies',
            },
        ),
        migrations.AlterModelOptions(
            name='person',
            options={
                'ordering': ['sort_key', 'number'],
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
            },
        ),
        migrations.AddField(
            model_name='company',
            name='sort_key',
            field=models.CharField(blank=True, db_collation='C', default='', max_length=900),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='person',
            name='sort_key',
            field=models.CharField(blank=True, db_collation='C', default='', max_length=540),
            preserve_default=False,
        ),
        migrations.RemoveIndex(model_name='person', name='person_by_pinyin'),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['sort_key', 'number'], name='person_by_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(
                fields=['pinyin'], name='person_pinyin', opclasses=['varchar_pattern_ops']
            ),
        ),
    ]
