"""How a Chinese name sounds: what lists are sorted by and what clerks search by.

The embedded PostgreSQL knows no Chinese order, so both are stored beside the name.
"""

import re
import unicodedata
from itertools import chain

from pypinyin import lazy_pinyin

_HAN = re.compile(r"[一-鿿㐀-䶿]+")
_PARTS = re.compile(r"[一-鿿㐀-䶿]+|[^一-鿿㐀-䶿]+")
_LONGEST_NAME = 4  # Han characters; what is longer is no person's name

# Characters that sound different as a surname. The library knows only the common reading.
_SURNAMES = {
    surname: reading.split("-")
    for surname, _, reading in (
        pair.partition(":")
        for pair in """
            单:shan 曾:zeng 仇:qiu 解:xie 查:zha 盖:ge 朴:piao 区:ou 员:yun 黑:he 缪:miao 翟:zhai
            乐:yue 洗:xian 秘:bi 繁:po 折:she 种:chong 覃:qin 召:shao 都:du 祭:zhai 牟:mu 么:yao
            句:gou 藏:zang 能:nai 粘:nian 隗:wei 佴:nai 阚:kan 乜:nie 卜:bu 单于:chan-yu
        """.split()
    )
}


def sort_key(name: str, *, is_person: bool = True) -> str:
    """What the name is sorted by: sound and character in turn, as “zeng 曾 guo 国 fan 藩”.

    So 陈 ends before 程 begins, and 张 before 章. Compared byte by byte (`db_collation="C"`): other
    orders leave out the spaces. A person's surname has its own reading; say is_person=False for
    places and companies.
    """
    return " ".join(filter(None, chain.from_iterable(_spelled(name, is_person=is_person))))


def spelling(name: str, *, is_person: bool = True) -> str:
    """What clerks type when they type it whole: “zengguofan”."""
    sounds = (sound for sound, _ in _spelled(name, is_person=is_person))
    return "".join(sounds).replace(" ", "")


def initials(name: str, *, is_person: bool = True) -> str:
    """The first letters that clerks type: “zgf”. Digits and Latin letters stay as they are."""
    return "".join(
        sound[0] if sign else sound.replace(" ", "")
        for sound, sign in _spelled(name, is_person=is_person)
    )


def _spelled(name: str, *, is_person: bool) -> list[tuple[str, str]]:
    """The parts of a name with their sound; beside it the character, if it is a Chinese one."""
    name = " ".join(unicodedata.normalize("NFKC", name).lower().split())
    surname = _find_surname(name) if is_person else ""
    first = zip(_SURNAMES[surname], surname, strict=True) if surname else ()
    rest = _PARTS.findall(name[len(surname) :])
    return [*first, *chain.from_iterable(map(_spell, rest))]


def _find_surname(name: str) -> str:
    if not _HAN.fullmatch(name) or len(name) > _LONGEST_NAME:
        return ""
    return next((name[:size] for size in (2, 1) if name[:size] in _SURNAMES), "")


def _spell(part: str) -> list[tuple[str, str]]:
    if _HAN.fullmatch(part):
        sounds = lazy_pinyin(part, errors=list)  # type: ignore[arg-type]  # it does take a list
        return list(zip(sounds, part, strict=True))
    return [(part.strip(), "")] if part.strip() else []
