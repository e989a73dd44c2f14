"""Times as people write them: seconds since 1970, or ISO 8601 with or without a zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from ..engine import EngineError

OFFSET = r"(Z|[+-]\d\d:?\d\d)$"
FORMATS = ("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d")
WHOLE_NUMBER = r"^[+-]?\d{1,18}$"


def to_seconds(column: pl.Series, zone: ZoneInfo) -> pl.Series:
    """Seconds since 1970; null where nothing can be read. Parts of a second are cut off."""
    kind = column.dtype
    if kind.is_integer():
        return column.cast(pl.Int64, strict=False)
    if isinstance(kind, pl.Datetime):
        bare = kind.time_zone is None
        moments = (
            column.dt.replace_time_zone(zone.key, ambiguous="earliest", non_existent="null")
            if bare
            else column
        )
        return moments.dt.epoch("s")
    if kind == pl.Date:
        return to_seconds(column.cast(pl.Datetime("us")), zone)
    return _read_texts(column.cast(pl.String, strict=False), zone)


def are_numbers(column: pl.Series) -> bool:
    """Whether all times are written as seconds since 1970."""
    if column.dtype == pl.String:
        return bool(column.str.contains(WHOLE_NUMBER).all())
    return column.dtype.is_integer()


def read_moment(text: str, zone: ZoneInfo) -> int:
    """One time from the command line."""
    seconds = _read_texts(pl.Series([text.strip()]), zone)[0]
    if seconds is None:
        raise EngineError(
            "time", f"无法识别的时间：{text}。", f"This is no time: {text}. Write 2022-04-01T08:30."
        )
    return int(seconds)


def write_moment(seconds: int, zone: ZoneInfo) -> str:
    """As people read it, to the second."""
    return datetime.fromtimestamp(seconds, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _read_texts(texts: pl.Series, zone: ZoneInfo) -> pl.Series:
    texts = texts.str.strip_chars()
    is_number = texts.str.contains(WHOLE_NUMBER)
    if is_number.all():  # nulls do not count
        return texts.cast(pl.Int64, strict=False)
    frame = pl.DataFrame({"text": texts})
    bare = pl.col("text").str.replace(" ", "T").str.replace(OFFSET, "")
    local = pl.coalesce(
        bare.str.to_datetime(form, strict=False, time_unit="us") for form in FORMATS
    )
    offset = pl.col("text").str.extract(OFFSET)
    sign = pl.when(offset.str.starts_with("-")).then(-1).otherwise(1)
    ahead = sign * (
        offset.str.slice(1, 2).cast(pl.Int64, strict=False) * 3600
        + offset.str.slice(-2).cast(pl.Int64, strict=False) * 60
    )
    seconds = (
        pl.when(offset.is_null())
        .then(
            local.dt.replace_time_zone(
                zone.key, ambiguous="earliest", non_existent="null"
            ).dt.epoch("s")
        )
        .when(offset == "Z")
        .then(local.dt.epoch("s"))
        .otherwise(local.dt.epoch("s") - ahead)
    )
    number = pl.col("text").cast(pl.Int64, strict=False)
    return frame.select(pl.coalesce(number, seconds))["text"]
