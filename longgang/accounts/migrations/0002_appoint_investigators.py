"""The role of investigators."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_create_users_and_posts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='post',
            name='post_role_known',
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.CharField(choices=[('reviewer', 'Reviewer'), ('desk_supervisor', 'Desk supervisor'), ('checkpoint_officer', 'Checkpoint officer'), ('checkpoint_lead', 'Checkpoint lead'), ('duty_officer', 'Duty officer'), ('command', 'Command centre'), ('street_officer', 'Street officer'), ('community_officer', 'Community officer'), ('grid_worker', 'Grid worker'), ('site_officer', 'Site officer'), ('site_lead', 'Site lead'), ('health_officer', 'Health officer'), ('investigator', 'Investigator'), ('rules_officer', 'Rules officer'), ('auditor', 'Auditor'), ('security_administrator', 'Security administrator'), ('administrator', 'System administrator')], max_length=30, verbose_name='role'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['reviewer', 'desk_supervisor', 'checkpoint_officer', 'checkpoint_lead', 'duty_officer', 'command', 'street_officer', 'community_officer', 'grid_worker', 'site_officer', 'site_lead', 'health_officer', 'investigator', 'rules_officer', 'auditor', 'security_administrator', 'administrator'])), name='post_role_known'),
        ),
    ]
