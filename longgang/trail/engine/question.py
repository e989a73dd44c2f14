"""What is asked of the engine: from whom, over how many circles, with which thresholds."""

from dataclasses import dataclass

from .errors import EngineError

MOST_DEGREES = 4


@dataclass(frozen=True)
class Seed:
    """A person, and from when until when they were infectious (backwards: exposed).

    Seconds since 1970; a side left open reaches as far as the visits do.
    """

    person: int | str
    since: int | None = None
    until: int | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since >= self.until:
            raise EngineError(
                "empty_window",
                f"{self.person} 的时间窗为空：开始不早于结束。",
                f"The window of {self.person} is empty: it begins no earlier than it ends.",
            )


@dataclass(frozen=True)
class Question:
    """Seeds, circles and thresholds, in seconds.

    `only_types` and `without_types` take or leave out places of some types. Backwards asks who
    could have infected the seeds. `moment` is when it is asked: what lasts longer ends then.
    """

    seeds: tuple[Seed, ...]
    degrees: int = 2
    linger: int = 0
    latency: int = 0
    min_exposure: int = 1
    only_types: frozenset[str] | None = None
    without_types: frozenset[str] = frozenset()
    backward: bool = False
    moment: int | None = None

    def __post_init__(self) -> None:
        if not self.seeds:
            raise EngineError("no_seed", "没有起点人员。", "There is no seed.")
        if not 1 <= self.degrees <= MOST_DEGREES:
            raise EngineError(
                "degrees", f"圈数为 1 至 {MOST_DEGREES}。", f"Degrees are 1 to {MOST_DEGREES}."
            )
        for name, chinese, least in (
            ("linger", "滞留时间", 0),
            ("latency", "潜隐时间", 0),
            ("min_exposure", "最短接触时间", 1),
        ):
            if getattr(self, name) < least:
                raise EngineError(
                    name,
                    f"{chinese}不能小于 {least} 秒。",
                    f"{name} cannot be less than {least} s.",
                )

    @property
    def since(self) -> int | None:
        """The least beginning of the seeds' windows; None: as far as the visits reach."""
        known = [seed.since for seed in self.seeds if seed.since is not None]
        return min(known) if len(known) == len(self.seeds) else None

    @property
    def until(self) -> int | None:
        """The greatest end of the seeds' windows; None: as far as the visits reach."""
        known = [seed.until for seed in self.seeds if seed.until is not None]
        return self.before_moment(max(known) if len(known) == len(self.seeds) else None)

    def before_moment(self, until: int | None) -> int | None:
        """An end, or the moment of the question where that comes first."""
        known = [each for each in (until, self.moment) if each is not None]
        return min(known, default=None)
