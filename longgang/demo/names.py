"""Invented people, plates and companies: every ID number says a birth in 1900 to 1909.

Deterministic: the same place in the sequence gives the same name on every machine.
"""

from longgang.core.identifiers import credit_check_digit, id_check_digit

_FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN_NAMES = (
    "海生 建国 志强 春燕 立新 德胜 玉梅 国栋 永福 晓峰 "
    "长江 桂兰 文斌 秀英 大伟 凤霞 宝山 金龙 淑珍 庆祥"
).split()
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def person_name(place: int) -> str:
    """A name; the first 800 differ."""
    family = _FAMILIES[place % len(_FAMILIES)]
    return family + _GIVEN_NAMES[(place // len(_FAMILIES) + place) % len(_GIVEN_NAMES)]


def id_number(place: int) -> str:
    """An ID number of this district with a right check digit and a birth over 110 years ago."""
    year, month, day = 1900 + place % 10, place // 10 % 12 + 1, place // 120 % 28 + 1
    body = f"211403{year}{month:02d}{day:02d}{place % 1000:03d}"
    return body + id_check_digit(body)


def phone(place: int) -> str:
    """A mobile number of the range 1990000xxxx."""
    return f"1990000{place:04d}"


def plate(place: int) -> str:
    """A civil plate of the city: 辽P and five characters."""
    return f"辽P{_LETTERS[place // 1000 % 24]}{_LETTERS[place // 41 % 24]}{place % 1000:03d}"


def credit_code(place: int) -> str:
    """A credit code with right check digits, of an organisation number that is invented."""
    organisation = f"MAD{place:05d}"
    body = f"91211403{organisation}{_organisation_check(organisation)}"
    return body + credit_check_digit(body)


def _organisation_check(body: str) -> str:
    """The check character of GB 11714: weights 3 7 9 10 5 8 4 2, modulo 11."""
    values = [int(char) if char.isdecimal() else ord(char) - 55 for char in body]
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(value * weight for value, weight in zip(values, weights, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))
