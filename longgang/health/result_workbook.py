"""The workbook of a lab: its columns under all the names labs give them, and its words."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Refusal, Refused, Words, filled
from longgang.core.excel import Column, ColumnKind, plain
from longgang.core.identifiers import IdKind
from longgang.core.privacy import mask_id_number, mask_name, mask_phone
from longgang.core.sentences import listed_lazy

from .kinds import ResultKind, Sampling

MAX_ROWS = 50_000
NO_RESULT = "waiting"  # the lab is still at it

# What labs write, and what each of it means. Any other word is asked about, never guessed.
RESULT_WORDS: Mapping[str, str] = {
    **dict.fromkeys(
        ("阴性", "阴性(-)", "阴", "(-)", "-", "未检出", "未检出阳性", "negative"),
        ResultKind.NEGATIVE,
    ),
    **dict.fromkeys(("阳性", "阳性(+)", "阳", "(+)", "+", "检出", "positive"), ResultKind.POSITIVE),
    **dict.fromkeys(
        (
            "待复检",
            "待复核",
            "复检",
            "复检中",
            "可疑",
            "可疑阳性",
            "灰区",
            "单靶标阳性",
            "inconclusive",
        ),
        ResultKind.INCONCLUSIVE,
    ),
    **dict.fromkeys(("检测中", "待检测", "待检", "待出", "未出结果"), NO_RESULT),
}
_MIXED = ("{0}混1", "{0}合1", "{0}:1", "1:{0}", "混采{0}", "{0}人混采")
SAMPLING_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("单采", "单检", "单管", "单样", "单人单管", "1:1", "1混1"), Sampling.SINGLE),
    **dict.fromkeys((*(each.format(5) for each in _MIXED), "五混一"), Sampling.FIVE),
    **dict.fromkeys((*(each.format(10) for each in _MIXED), "十混一"), Sampling.TEN),
    **dict.fromkeys((*(each.format(20) for each in _MIXED), "二十混一"), Sampling.MORE),
    # Excel takes 1:10 for ten past one.
    "01:01": Sampling.SINGLE, "01:05": Sampling.FIVE, "05:01": Sampling.FIVE,
    "01:10": Sampling.TEN, "10:01": Sampling.TEN, "01:20": Sampling.MORE, "20:01": Sampling.MORE,
}  # fmt: skip


def result_columns() -> list[Column]:
    """The columns of the template; labs' own lists have them in any order and by other names."""
    return [
        Column("name", _("Name"), ["受检者姓名", "受检人", "被采样人", "被采样人姓名", "患者姓名"],
               required=True, example="张三", max_length=60, mask=mask_name),
        Column("id_kind", _("Kind of ID"), ["证件种类"], choices=IdKind.choices, width=16,
               note=_("Blank: resident ID card.")),
        Column("id_number", _("ID number"),
               ["身份证", "身份证号", "身份证号码", "证件号", "公民身份号码", "居民身份证号"],
               text=True, width=22, max_length=40, mask=mask_id_number,
               note=_("Without it the phone is needed.")),
        Column("phone", _("Phone"), ["手机", "手机号", "手机号码", "电话", "联系方式"], text=True,
               width=16, max_length=20, mask=mask_phone),
        Column("sampled_at", _("Sampled at"), ["采样日期", "采集时间", "采集日期", "采样时间点"],
               required=True, kind=ColumnKind.MOMENT, width=18, note=_("Day and time.")),
        Column("sampling", _("Sampling"), ["采样方式", "采样类型", "混采类型", "采集方式"],
               parse=read_sampling, choices=Sampling.choices, example=str(Sampling.SINGLE.label)),
        Column("received_at", _("Received at"), ["接收时间", "接收日期", "收样日期", "送达时间"],
               kind=ColumnKind.MOMENT, width=18),
        Column("reported_at", _("Reported at"),
               ["检出时间", "检测时间", "检测日期", "出具时间", "报告日期", "结果时间"],
               kind=ColumnKind.MOMENT, width=18, note=_("Blank: the moment it is sent here.")),
        Column("lab", _("Lab"), ["检测单位", "检验机构", "检验单位", "实验室", "检测实验室"],
               required=True, example="龙港区疾控中心实验室", width=26, max_length=100),
        Column("result", _("Result"), ["检测结果", "核酸结果", "核酸检测结果", "检验结果"],
               required=True, parse=read_result, choices=ResultKind.choices,
               example=str(ResultKind.NEGATIVE.label),
               note=_("As the lab says it; while it is at it: 检测中.")),
    ]  # fmt: skip


@lru_cache(maxsize=1000)
def read_result(text: str) -> str:
    """What the lab's word means; a word that is not known is refused, never guessed."""
    return _read("result", text, RESULT_WORDS, ResultKind.choices)


@lru_cache(maxsize=1000)
def read_sampling(text: str) -> str:
    """From how many people the tube was taken."""
    return _read("sampling", text, SAMPLING_WORDS, Sampling.choices)


def _read(
    key: str, text: str, words: Mapping[str, str], choices: Sequence[tuple[str, Words]]
) -> str:
    known = {plain(word): meaning for word, meaning in words.items()}
    said = known.get(plain(text)) or Column(key, "", choices=choices).find_choice(text)
    if said is None:
        said_here = listed_lazy([word for word in words if not word.isascii()])
        remedy = filled(_("Known are: %(list)s. Ask the lab what it means."), list=said_here)
        raise Refused(Refusal(f"health.unknown_{key}", _("Nobody here knows this word."), remedy))
    return said
