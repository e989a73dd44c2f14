from django.db import migrations

import longgang.core.sealed


class Migration(migrations.Migration):

    dependencies = [
        ('passes', '0011_let_a_pass_begin_before_its_entry'),
    ]

    operations = [
        migrations.AddField(
            model_name='reviewstep',
            name='changes',
            field=longgang.core.sealed.SealedTextField(blank=True, default='', max_length=50000),
        ),
    ]
