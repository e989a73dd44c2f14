from datetime import date, timedelta

import django.contrib.postgres.fields
from django.db import migrations, models
from django.utils.timezone import localtime

from longgang.measures.agenda import agenda_of
from longgang.measures.days import Count, read_plan
from longgang.measures.duties import Hours, Watch
from longgang.measures.kinds import COUNTED_ANEW
from longgang.measures.lifecycle import OPEN


def fill(apps, _schema_editor):
    """What the days of each measure have, from its terms; the worker counts what was done today."""
    rows = apps.get_model("measures", "Measure").objects
    for measure in rows.select_related("rule").prefetch_related("terms").iterator(500):
        terms = sorted(measure.terms.all(), key=lambda term: term.place)
        course = tuple(
            Count(one.since_on, one.day_one_on, read_plan(one.phases), one.why in COUNTED_ANEW)
            for one in terms
        )
        rule = measure.rule
        hours = Hours(rule.morning_by, rule.evening_by, rule.tests_by, rule.visits_by)
        watch = Watch(course, hours, opened_at=localtime(measure.opened_at))
        measure.agenda_from, measure.agenda = agenda_of(watch, ())
        measure.save(update_fields=["agenda_from", "agenda"])


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_create_measures"),
    ]

    operations = [
        migrations.AddField(
            model_name="measure",
            name="agenda",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), default=list, size=None
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="measure",
            name="agenda_from",
            field=models.DateField(default=date.min),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="measure",
            name="done",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="measure",
            name="done_on",
            field=models.DateField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="measure",
            index=models.Index(
                condition=models.Q(("status__in", sorted(OPEN))),
                fields=["area_code", "id"],
                name="measure_open_area_order",
            ),
        ),
    ]
