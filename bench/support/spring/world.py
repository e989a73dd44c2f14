"""What everybody who lives the spring has in common: who works, who comes, what has happened."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from django.utils.timezone import make_aware

from longgang.accounts.api import Post, User
from longgang.arrivals.api import Travel
from longgang.core.clock import as_if, local_day, now
from longgang.core.errors import Refused
from longgang.measures.api import Measure

from .district import District
from .plan import FIRST_DAY, Coming, Size, Trouble

if TYPE_CHECKING:
    from .transmissions import Transmission

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


class Journey(NamedTuple):
    """How somebody came, and where in it they sat; until withdrawn or called off."""

    travel: Travel
    seat: str


@dataclass
class World:
    """The district in its spring. What is refused though nobody meant it to be is in `refused`."""

    size: Size
    district: District
    comings: list[Coming]
    day: date = FIRST_DAY
    who: dict[int, Coming] = field(default_factory=dict)  # by the person's key
    happened: Counter[Trouble] = field(default_factory=Counter)
    been: set[tuple[int, Trouble]] = field(default_factory=set)
    ill: list[Post] = field(default_factory=list)  # whose posts are ended for today
    absent: set[int] = field(default_factory=set)  # who does not come to work today
    extra_tests: set[int] = field(default_factory=set)  # people whose release waits for a test
    sampled: set[int] = field(default_factory=set)  # people of whom a sample was taken today
    samples: list[Any] = field(default_factory=list)  # for the lab of today
    lab_errors: list[int] = field(default_factory=list)  # people, to be put right tomorrow
    kept: set[tuple[int, date]] = field(default_factory=set)  # stays that were not released then
    moved: int = 0  # people, to a newer rule
    journeys: dict[int, Journey] = field(default_factory=dict)  # by the person's key
    transmissions: list["Transmission"] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def number(self) -> int:
        """Which day of the spring it is, from 0."""
        return (self.day - FIRST_DAY).days

    @property
    def random(self) -> Random:
        """The same for a day on every machine."""
        return Random(f"{self.size.seed}{self.day}")  # noqa: S311

    @contextmanager
    def at(self, hour: int, minute: int = 0) -> Iterator[None]:
        """A moment of today."""
        with as_if(self.moment(hour, minute)):
            yield

    def moment(self, hour: int, minute: int = 0) -> datetime:
        """The same, to be kept."""
        return make_aware(datetime.combine(self.day, clock(hour, minute)))

    def do(
        self, deed: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Answer | None:
        """Do it and note how long it took; nothing when it is refused."""
        began = time.perf_counter()
        try:
            return deed(*args, **kwargs)
        except Refused as refused:
            self.refused.append(f"{local_day(now())} {deed.__name__}: {refused}")
            return None
        finally:
            self.seconds[deed.__name__].append(time.perf_counter() - began)

    def befalls(self, person: int, trouble: Trouble) -> bool:
        """Whether the plan has this for the person, and it has not been yet."""
        coming = self.who.get(person)
        is_planned = coming is not None and coming.trouble == trouble
        return is_planned and (person, trouble) not in self.been

    def note(self, person: int, trouble: Trouble) -> None:
        """It has happened."""
        self.been.add((person, trouble))
        self.happened[trouble] += 1

    def at_place(self, place: int) -> list[int]:
        """The keys of who stands there in the sequence of invented people."""
        return [person for person, coming in self.who.items() if coming.place == place]

    def is_there(self, user: User) -> bool:
        """Whether somebody works today."""
        return user.pk not in self.absent

    def is_measured(self, person: int, hour: int) -> bool:
        """Whether this temperature is taken, of the share that is."""
        share = Random(f"{person}{self.day}{hour}").random()  # noqa: S311
        return share < self.size.readings

    def days_since(self, moment: datetime) -> int:
        """How many days ago that was."""
        return (self.day - local_day(moment)).days

    def another(self, coming: Coming) -> str:
        """The code of the next community, to which somebody goes instead."""
        places = self.district.communities
        return places[(coming.community + 1) % len(places)].code


def fresh(measure: Measure) -> Measure:
    """As it is now."""
    return Measure.objects.select_related("rule", "person__user", "held_at").get(pk=measure.pk)
