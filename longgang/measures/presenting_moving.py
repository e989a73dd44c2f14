"""What the preview of a moving and its page show: the people with their days, and the totals."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from longgang.accounts.api import Permission, User, holds
from longgang.areas.api import area_name, full_area_name
from longgang.core.clock import today
from longgang.core.days import short_moment
from longgang.core.errors import Words
from longgang.core.sentences import beside
from longgang.core.tables import Column, Empty, Table
from longgang.core.tags import Tag, Tone

from .days import Change
from .forms import MovingFilters
from .lifecycle import MovingStatus
from .models import Measure, MeasureRule, Moving, MovingLine
from .moving import Total, change_under
from .wording import name_of

NO_CHANGE = "0"


def days_in_words(days: int) -> str:
    """+3, −7, or 0."""
    return f"+{days}" if days > 0 else f"−{-days}" if days else NO_CHANGE


def _remark(change: Change) -> Tag | str:
    """What else the new last day means."""
    if change.is_over(today()):
        return Tag(gettext_lazy("Can be lifted then"), Tone.SOON, sign="lock-open")
    return ""


def _falls_away(change: Change) -> str:
    if not change.extended_days:
        return ""
    return _("Extension of %(n)s days falls away") % {"n": change.extended_days}


def _columns(old: str) -> list[Column[Any]]:
    """Both tables have the same; `old` is what the database sorts the old last day by."""
    return [
        Column(
            "name",
            gettext_lazy("Name"),
            "shown_name",
            link=lambda row: row.url,
            detail=lambda row: row.of.number,
        ),
        Column("area", gettext_lazy("Area"), lambda row: area_name(row.of.area_code)),
        Column("old", gettext_lazy("Old last day"), "days.old_ends_on", sort=old),
        Column("new", gettext_lazy("New last day"), "days.new_ends_on"),
        Column(
            "days",
            gettext_lazy("Days gained or lost"),
            lambda row: days_in_words(row.days.days),
            detail=lambda row: _falls_away(row.days),
        ),
        Column("remark", gettext_lazy("Remark")),
    ]


class _PeopleTable(Table[Any]):
    """People with their days before and after; `fill` gives each row what its cells read."""

    order = "old"

    def __init__(self, rows: QuerySet[Any], request: HttpRequest) -> None:
        super().__init__(rows, request)
        assert isinstance(request.user, User)
        self.user = request.user

    def fill(self, row: Any, measure: Measure, change: Change, remark: Tag | str) -> None:
        """What the cells of a row read."""
        may_open = holds(self.user, Permission.MEASURE_VIEW, area_code=measure.area_code)
        row.of, row.days, row.remark = measure, change, remark
        row.shown_name = name_of(measure, self.user)
        row.url = measure.get_absolute_url() if may_open else ""


class PreviewTable(_PeopleTable):
    """Whom a proposal would name, before anything is written."""

    name = "preview"
    columns = _columns("ends_on")
    title = gettext_lazy("People who run by an older rule")
    filters = MovingFilters
    lookups = {"place": "area_code__startswith"}
    empty = Empty(
        gettext_lazy("Nobody runs by an older rule here."),
        gettext_lazy("Whoever is under a measure runs by the rule in force, or is to be lifted."),
        icon="users",
    )

    def __init__(self, rows: QuerySet[Measure], request: HttpRequest, *, rule: MeasureRule) -> None:
        super().__init__(rows, request)
        self.rule = rule

    def prepare(self, rows: list[Measure]) -> None:
        """What moving each would change."""
        for measure in rows:
            change = change_under(measure, self.rule)
            self.fill(measure, measure, change, _remark(change))


class LinesTable(_PeopleTable):
    """The people of a proposal, as the preview said; afterwards also who was left out."""

    name = "lines"
    columns = _columns("old_ends_on")
    title = gettext_lazy("People of the proposal")

    def prepare(self, rows: list[MovingLine]) -> None:
        """Whose line it is, and what became of it."""
        for line in rows:
            self.fill(line, line.measure, line.change, _outcome(line))


def _outcome(line: MovingLine) -> Tag | str:
    if line.moving.status != MovingStatus.CONFIRMED:
        return _remark(line.change)
    if line.was_moved:
        return Tag(gettext_lazy("Moved"), Tone.GOOD)
    return Tag(gettext_lazy("Left out: changed meanwhile"), Tone.SOON)


def total_facts(total: Total) -> list[tuple[Words, object]]:
    """The totals of a preview or a proposal."""
    facts: list[tuple[Words, object]] = [
        (_("People"), total.people),
        (_("Gain days"), _in_all(total.gaining, total.days_gained)),
        (_("Lose days"), _in_all(total.losing, total.days_lost)),
        (_("Can be lifted then"), total.over),
    ]
    if total.extended:
        facts.append((_("Extensions that fall away"), total.extended))
    return facts


def _in_all(people: int, days: int) -> str:
    if not people:
        return str(people)
    return _("%(people)s people, %(days)s days in all") % {"people": people, "days": days}


def moving_facts(moving: Moving) -> list[tuple[Words, object]]:
    """Who proposed what, where, on whose word, and who decided."""
    facts: list[tuple[Words, object]] = [
        (pgettext("measure", "For whom"), moving.rule.get_who_display()),
        (_("Area"), full_area_name(moving.area_code)),
        (_("Document"), moving.document_number),
        (_("Reason"), moving.reason),
        (
            pgettext("moving", "Proposed"),
            beside(short_moment(moving.proposed_at), moving.proposed_by.name),
        ),
    ]
    if moving.decided_at and moving.decided_by:
        decided = beside(
            short_moment(moving.decided_at), moving.decided_by.name, moving.decided_why
        )
        facts.append((pgettext("moving", "Decided"), decided))
    return facts


def moving_title(moving: Moving) -> str:
    """For whom, and where."""
    return beside(moving.rule.get_who_display(), area_name(moving.area_code))
