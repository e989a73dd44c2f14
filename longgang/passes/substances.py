"""The acids that the district's trucks carry daily (JT/T 617.3): nobody copies their papers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from longgang.core.errors import Words

from .application import PackingGroup


@dataclass(frozen=True)
class Substance:
    """What a UN number stands for; the proper name is the waybill's, in Chinese."""

    un_number: str
    label: Words
    proper_name: str
    hazard_class: str
    packing_group: str


SUBSTANCES = {
    each.un_number: each
    for each in (
        Substance(
            "1830",
            _("Sulphuric acid, more than 51 % acid"),
            "硫酸（含酸高于51%）",
            "8",
            PackingGroup.II,
        ),
        Substance("1831", _("Sulphuric acid, fuming"), "发烟硫酸", "8 (6.1)", PackingGroup.I),
        Substance("1832", _("Sulphuric acid, spent"), "废硫酸", "8", PackingGroup.II),
        Substance(
            "2796",
            _("Sulphuric acid, at most 51 %, or battery fluid"),
            "硫酸（含酸不高于51%）",
            "8",
            PackingGroup.II,
        ),
    )
}
