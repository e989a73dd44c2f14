"""Names, searches and lists of divisions, desks and premises."""

import re
from collections import Counter
from collections.abc import Collection
from functools import cache, partial, reduce
from operator import and_
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Substr, Upper
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from longgang.accounts.api import Places, duty_office_of
from longgang.core.clock import today
from longgang.core.errors import Refusal, Refused, filled
from longgang.core.prepared import Prepared
from longgang.core.remembering import remembered
from longgang.core.sentences import listed
from longgang.core.statements import Among, Given

from .models import Area, Desk, Level, Premises, in_words
from .names import known_names

MOST_FOUND = 20
LONGEST_NAME = 300  # of a division with everything it lies in, in English
LATIN = re.compile(r"[a-z' ]+", re.IGNORECASE)


def area_name(code: str) -> str:
    """The name of a division in the language of the page; the code itself when nobody knows it."""
    names = known_names().get(code)
    return in_words(names.name, names.name_en) if names else code


def full_area_name(code: str) -> str:
    """The name with everything it lies in: 河北省秦皇岛市海港区."""
    names = known_names().get(code)
    return in_words(names.full_name, names.full_name_en) if names else code


def find_area(code: str) -> Area | None:
    """The division that bears this code today."""
    return Area.objects.on(today()).filter(code=code).first()


def list_areas(level: str = "", *, within: str = "") -> QuerySet[Area]:
    """Divisions of today of a level, in the order of their codes."""
    areas = Area.objects.on(today()).within(within)
    return (areas.filter(level=level) if level else areas).order_by("code")


def search_areas(
    text: str, *, level: str | Collection[str] = "", within: str = "", limit: int = MOST_FOUND
) -> list[Area]:
    """Divisions by name, pinyin or initials, best match first, `MOST_FOUND` at most: "qhd" finds
    秦皇岛.

    Names that begin with the text come before names that contain it; a city's counties are found
    by the city's name too, and by both: 沈阳铁西, "Shenyang, Tiexi".
    """
    text = " ".join(text.split())[:LONGEST_NAME]
    if not text:
        return []
    levels = [*filter(None, [level] if isinstance(level, str) else level)] or Level.values
    asked: dict[str, Any] = {
        "day": today(),
        "within": within,
        "levels": levels,
        "text": text,
        "letters": re.sub(r"[^a-z]", "", text.lower()),
    }
    script = _script_of(text)
    above = _ABOVE.list(**asked) if script == "Latin" else []
    found = _search(script).list(**asked, above=[area.code for area in above])
    if found:
        return found[:limit]
    areas = Area.objects.on(today()).within(within).filter(level__in=levels)
    return list(areas.filter(_all_parts_of(text)).order_by("code")[:limit])


def _script_of(text: str) -> str:
    if text.isdecimal():
        return "digits"
    return "Latin" if LATIN.fullmatch(text) else "Chinese"


@cache
def _search(script: str) -> Prepared[Area]:
    return Prepared(partial(_matching, script))


def _matching(script: str) -> QuerySet[Area]:
    matching, ranks = _conditions(script)
    rank = Case(
        *[When(condition, then=Value(place)) for place, condition in enumerate(ranks)],
        default=Value(len(ranks)),
        output_field=IntegerField(),
    )
    areas = Area.objects.on(Given("day")).within(Given("within"))
    areas = areas.filter(matching, level__among=Given("levels"))
    return areas.order_by(rank, "code")[:MOST_FOUND]


def _conditions(script: str) -> tuple[Q, list[Q]]:
    """Which divisions match, and which of them come first."""
    text, letters, above = Given("text"), Given("letters"), Given("above")
    if script == "digits":
        return Q(code__startswith=text), [Q(code=text)]
    if script == "Chinese":
        whole_in_english = Exact(Upper("full_name_en"), Upper(text, output_field=CharField()))
        return Q(full_name__contains=text) | Q(full_name_en__icontains=text), [
            Q(name=text) | Q(full_name=text) | Q(whole_in_english),
            Q(name__startswith=text) | Q(full_name_en__istartswith=text),
            Q(full_name__endswith=text),
        ]
    itself = Q(initials__startswith=letters) | Q(pinyin__startswith=letters)
    in_province, in_city = (Among(Substr("code", 1, length), above) for length in (2, 4))
    english = Q(name_en__istartswith=text)
    matching = itself | Q(in_province) | Q(in_city) | english
    return matching, [Q(initials=letters) | Q(pinyin=letters), itself, english]


def _so_begin_above() -> QuerySet[Area]:
    """The provinces and cities of these letters, whose counties are meant, too."""
    letters = Given("letters")
    areas = Area.objects.on(Given("day")).filter(level__in=[Level.PROVINCE, Level.CITY])
    return areas.filter(Q(initials__startswith=letters) | Q(pinyin__startswith=letters))


_ABOVE = Prepared(_so_begin_above)


def _all_parts_of(text: str) -> Q:
    """Several names of one full name in any order, or the letters of Chinese ones in theirs."""
    parts = [part for part in re.split(r"[\s,，、]+", text) if part]
    if len(parts) > 1:
        named = [Q(full_name__contains=part) | Q(full_name_en__icontains=part) for part in parts]
        return reduce(and_, named)
    return Q(pk__in=[]) if text.isascii() else Q(full_name__regex=".*".join(map(re.escape, text)))


@remembered
def find_desk(kind: str, area_code: str) -> Desk | None:
    """The desk of a kind that decides for a place: that of the nearest area it lies in."""
    codes = [area_code[:length] for length in (2, 4, 6, 9, 12) if length <= len(area_code)]
    desks = _DESKS.list(kind=kind, areas=codes)
    return max(desks, key=lambda desk: len(desk.area_code), default=None)


_DESKS = Prepared(lambda: Desk.objects.filter(kind=Given("kind"), area_code__among=Given("areas")))


def find_desk_by_code(code: str) -> Desk | None:
    """The desk with this code."""
    return Desk.objects.filter(code=code).first()


def is_area(code: str) -> bool:
    """Whether a division bears this code today."""
    return code in known_names()


def list_desks(kind: str = "", *, within: str = "") -> QuerySet[Desk]:
    """Desks, bureaus before streets."""
    desks = Desk.objects.filter(area_code__startswith=within)
    return (desks.filter(kind=kind) if kind else desks).order_by("area_code", "code")


def list_premises(kind: str = "", area_code: str = "") -> QuerySet[Premises]:
    """Premises in use, by name."""
    premises = Premises.objects.active().within(area_code)
    return (premises.filter(kind=kind) if kind else premises).order_by("pinyin", "number")


@remembered
def find_premises(number: str, *, kind: str = "") -> Premises | None:
    """The premises in use with this number, of this kind if one is named."""
    found = _IN_USE.first(number=number)
    return found if found is not None and kind in {"", found.kind} else None


_IN_USE = Prepared(lambda: Premises.objects.active().filter(number=Given("number")))


def premises_called(called: Collection[str]) -> dict[str, Premises]:
    """Premises by number, closed ones too, or by the name, in either language, that only one in use
    bears. One query.
    """
    named = Q(name__in=called) | Q(name_en__in=called)
    rows = list(Premises.objects.filter(Q(number__in=called) | named & Q(is_active=True)))
    names = [(name, row) for row in rows if row.is_active for name in row.names]
    bearers = Counter(name for name, _row in names)
    known = {name: row for name, row in names if bearers[name] == 1}
    known |= {row.number: row for row in rows}
    return {each: known[each] for each in called if each in known}


def resolve_area(text: str, *, level: str | Collection[str] = "", within: str = "") -> Area:
    """The one division that a typed code or name means: "130302", "秦皇岛市海港区", "qhdshgq",
    or what a list of suggestions writes in either language.

    Raises Refused when there is none, or when several could be meant, and names those.
    """
    text = " ".join(text.split()) if LATIN.match(text.strip()) else "".join(text.split())
    found = search_areas(text, level=level, within=within, limit=6)
    exact = [area for area in found if area.is_called(text)]
    ending = [area for area in found if area.full_name.endswith(text)]
    meant = exact or ending or found
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise Refused(
            Refusal(
                "areas.name_unknown",
                _("No such place is known."),
                _("Type the name of county and city, or the first letters, and choose one."),
            )
        )
    raise Refused(
        Refusal(
            "areas.name_ambiguous",
            filled(
                _("Several places are called that: %(places)s."),
                places=listed(area.full for area in meant),
            ),
            _("Add the city or the province, or choose one from the list."),
        )
    )


def parse_area(text: str, *, level: str | Collection[str] = "", within: str = "") -> str:
    """The code of the division that a typed code or name means; raises Refused."""
    return resolve_area(text, level=level, within=within).code


def places_of_posts() -> Places:
    """What a post can be held for: the district, its streets and communities, desks, premises."""
    district = str(settings.DISTRICT_CODE)
    premises = list(list_premises(area_code=district))
    return Places(
        areas=[(area.code, str(area)) for area in list_areas(within=district)],
        desks=[(desk.code, str(desk)) for desk in list_desks(within=district)],
        premises=[(place.number, str(place)) for place in premises],
        duty_offices=[(duty_office_of(district), str(_("Duty office of the district")))],
        area_of_premises={place.number: place.area_code for place in premises},
    )


def count_premises() -> dict[str, int]:
    """How many places in use lie in each street. One query."""
    streets = Premises.objects.active().annotate(street=Substr("area_code", 1, 9))
    counted = streets.values_list("street").annotate(count=Count("pk")).order_by("street")
    return dict(counted)
