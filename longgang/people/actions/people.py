"""Registering, finding and correcting people, and who may act for them."""

from datetime import date
from typing import Unpack

from django.db import IntegrityError, transaction

from longgang.accounts.api import User, count_try, tries_of
from longgang.audit.api import record
from longgang.core.clock import now, today
from longgang.core.corrections import lock_unchanged
from longgang.core.errors import NotAllowed, Refusal, Refused, refuse_all, refuse_if
from longgang.core.pinyin import initials, sort_key, spelling
from longgang.core.prepared import insert
from longgang.core.sealed import blind_index
from longgang.core.tokens import new_number

from .. import rules
from ..events import filed_under
from ..models import Company, Person, Qualification, Representative
from ..permissions import (
    check_may_correct_person,
    check_may_register,
    may_correct_identity,
)
from ..queries import find_person
from ..reading import PersonFacts, read_person, read_qualification
from ..wording import ID_NUMBER_TAKEN
from .companies import add_crew_member

IDENTITY = {"name", "id_kind", "id_number"}
MISFITS = "people.misfits"
STRANGERS = "people.strangers"


@transaction.atomic
def register_person(*, user: User | None = None, by: User, **facts: Unpack[PersonFacts]) -> Person:
    """Enter a person who is not in the register yet; `user` is the login that is this person's own.

    A known ID number is refused, never shown: `find_or_register_person` asks for the name too.
    """
    check_may_register(by)
    if user is not None and user.pk != by.pk:
        raise NotAllowed
    read = read_person(facts)
    refuse_if(rules.check_name(read.get("name", "")))
    if find_person(id_number=read.get("id_number", ""), id_kind=read.get("id_kind", "")):
        raise Refused(ID_NUMBER_TAKEN)
    return _enter(read, user=user, by=by)


@transaction.atomic
def find_or_register_person(
    *, company: Company | None = None, by: User, **facts: Unpack[PersonFacts]
) -> Person:
    """The person with this ID number under this name, entered now if nobody knew them.

    A known number under another name is refused. What the entry lacked is filled in; what it has
    stays. With a company the person becomes one of its drivers and escorts.
    """
    check_may_register(by)
    read = read_person(facts)
    refuse_if(rules.check_name(read.get("name", "")))
    person = _look_up(read, by=by)
    if person is None:
        person = _enter(read, user=None, by=by)
    else:
        _fill_blanks(person, read, by=by)
    if company is not None:
        add_crew_member(company, person, by=by)
    return person


@transaction.atomic
def claim_person(*, by: User, **facts: Unpack[PersonFacts]) -> Person:
    """Enter one's own details, once; an entry that others made becomes one's own.

    Claiming an entry needs its ID number, its name, and to be signed in with its phone.
    """
    check_may_register(by)
    read = read_person({**facts, "phone": facts.get("phone") or by.phone})
    refuse_if(rules.check_name(read.get("name", "")))
    own_index = blind_index("phone", by.phone)
    person = _look_up(read, by=by, own_index=own_index)
    if person is None:
        return _enter(read, user=by, by=by)
    # Two logins at once: one gets the entry, the other is refused by the column's own uniqueness.
    if not Person.objects.filter(pk=person.pk, user=None).update(user=by):
        raise Refused(ID_NUMBER_TAKEN)
    person.user = by
    record("person.claimed", person, by=by, area_code=filed_under(person.area_code))
    _fill_blanks(person, read, by=by)
    return person


@transaction.atomic
def correct_person(
    person: Person, *, by: User, reason: str = "", **facts: Unpack[PersonFacts]
) -> None:
    """Correct an entry. Name and ID number are the office's to correct, the rest also one's own."""
    check_may_correct_person(by, person)
    kind = facts.get("id_kind", person.id_kind)
    read = read_person({"id_kind": kind, **facts})
    changed = {key: value for key, value in read.items() if getattr(person, key) != value}
    if not changed:
        return
    if changed.keys() & IDENTITY and not may_correct_identity(by, person):
        raise NotAllowed(
            Refusal(
                "people.identity_is_the_offices",
                rules.IDENTITY_REASON,
                rules.IDENTITY_REMEDY,
                field=min(changed.keys() & IDENTITY),
            )
        )
    lock_unchanged(person, changed)
    before = {key: getattr(person, key) for key in changed}
    if "name" in changed:
        changed |= _spelled(read["name"])
    _write(person, changed)
    record(
        "person.corrected",
        person,
        by=by,
        area_code=filed_under(person.area_code),
        before=before,
        after={key: getattr(person, key) for key in before},
        reason=reason,
    )


@transaction.atomic
def represent_person(*, by: User, **facts: Unpack[PersonFacts]) -> Person:
    """Begin to act for a person who cannot: find or enter them, and put them on one's list."""
    person = find_or_register_person(by=by, **facts)
    _, is_new = Representative.objects.get_or_create(
        user=by, person=person, defaults={"since_on": today()}
    )
    if is_new:
        record("person.represented", person, by=by, area_code=filed_under(person.area_code))
    return person


@transaction.atomic
def stop_representing(person: Person, *, by: User) -> None:
    """Take a person off one's own list."""
    found = Representative.objects.filter(user=by, person=person).first()
    if found is not None:
        found.delete()
        record("person.released", person, by=by, area_code=filed_under(person.area_code))


@transaction.atomic
def add_qualification(
    person: Person, *, kind: str, number: str, expires_on: date, by: User
) -> Qualification:
    """Enter a person's certificate. Of each kind the one that is valid longest is kept.

    Whoever applies for a trip vouches for what they enter; the desk compares it with the paper.
    """
    check_may_register(by)
    read = read_qualification({"number": number, "expires_on": expires_on})
    held = Qualification.objects.filter(person=person, kind=kind).first()
    if held is not None and held.expires_on >= expires_on:
        return held
    qualification, _ = Qualification.objects.update_or_create(
        person=person, kind=kind, defaults=read
    )
    record(
        "person.qualified",
        person,
        by=by,
        area_code=filed_under(person.area_code),
        after={"kind": kind, "expires_on": expires_on.isoformat()},
    )
    return qualification


def identify_person(id_number: str, *, by: User) -> Person:
    """Whom staff mean by an ID number, wherever that person lives.

    Raises Refused when nobody in the register has it; whoever asks for too many such numbers is
    told nothing more for a while, neither that a number is registered nor that it is not.
    """
    refuse_if(rules.check_strangers(tries_of(by, STRANGERS)))
    person = find_person(id_number=id_number)
    if person is None:
        count_try(by, STRANGERS)
        raise Refused(rules.NOBODY)
    return person


def _look_up(read: PersonFacts, *, by: User, own_index: str | None = None) -> Person | None:
    """The person with this ID number, whose name, and phone if it is to be one's own, must fit.

    Whoever tries too many that do not fit learns nothing more for a while about people they do not
    know already: neither that a number is registered, nor that it is not.
    """
    if not read.get("id_number"):
        return None
    person = find_person(id_number=read["id_number"], id_kind=read.get("id_kind", ""))
    if misfits := rules.check_misfits(tries_of(by, MISFITS)):
        known = Person.objects.visible_to(by)
        refuse_if(None if person and known.filter(pk=person.pk).exists() else misfits)
    if person is None:
        return None
    faults = [rules.check_same_name(person.name, read["name"])]
    if own_index is not None:
        faults.append(rules.check_own_phone(known_index=person.phone_index, own_index=own_index))
    if any(faults):
        count_try(by, MISFITS)
    refuse_all(faults)
    return person


def _enter(read: PersonFacts, *, user: User | None, by: User) -> Person:
    person = Person(
        number=new_number("P"), user=user, registered_at=now(), **_spelled(read["name"]), **read
    )
    try:
        with transaction.atomic():
            insert(person)
    except IntegrityError as error:
        raise Refused(ID_NUMBER_TAKEN) from error
    after = {key: value for key, value in read.items() if value}
    area_code = filed_under(person.area_code)
    record("person.registered", person, by=by, area_code=area_code, after=after)
    return person


def _fill_blanks(person: Person, read: PersonFacts, *, by: User) -> None:
    """Write what the entry lacked; what somebody else entered is never overwritten on the way.

    A phone is the key to an entry (`claim_person`), so only its holder and staff may fill it in.
    """
    found = {key: value for key, value in read.items() if value and getattr(person, key, "") == ""}
    if person.user_id != by.pk and not may_correct_identity(by, person):
        found.pop("phone", None)
    if not found:
        return
    _write(person, found)
    area_code = filed_under(person.area_code)
    record("person.corrected", person, by=by, area_code=area_code, after=found)


def _write(person: Person, values: dict[str, object]) -> None:
    for key, value in values.items():
        setattr(person, key, value)
    try:
        with transaction.atomic():
            person.save(update_fields=list(values))
    except IntegrityError as error:
        raise Refused(ID_NUMBER_TAKEN) from error


def _spelled(name: str) -> dict[str, str]:
    return {
        "sort_key": sort_key(name)[:540],
        "pinyin": spelling(name)[:240],
        "initials": initials(name)[:60],
    }
