"""The rules an installation starts with. From then on rules officers change them, row by row."""

from longgang.audit.api import ActsAsActor
from longgang.core.clock import now

from .actions.pass_rules import RuleFigures, set_rule
from .application import DocumentKind, GoodsClass, TripKind
from .models import PassRule
from .models.rule import DEFAULT_DOCUMENT

_INDUSTRY = (
    GoodsClass.MEDICAL,
    GoodsClass.ENERGY,
    GoodsClass.RAW_MATERIAL,
    GoodsClass.INDUSTRIAL,
)
_TRANSPORT = (GoodsClass.MAIL,)
_COMMERCE = (GoodsClass.LIVING, GoodsClass.RESERVE, GoodsClass.AGRICULTURE, GoodsClass.TRADE)
TEST_HOURS = 48


def default_rules() -> dict[tuple[str, str], RuleFigures]:
    """Who decides about what: industrial goods the industry bureau, logistics the transport bureau,
    market and living supplies the commerce bureau, private trips the street of the destination.

    Goods go in a closed loop from exit to exit, so their cabs are sealed; a private trip brings
    people who get out.
    """
    desks = {
        **dict.fromkeys(_INDUSTRY, "industry"),
        **dict.fromkeys(_TRANSPORT, "transport"),
        **dict.fromkeys(_COMMERCE, "commerce"),
    }
    rules = {
        (str(TripKind.FREIGHT), str(goods)): RuleFigures(desk, test_max_hours=TEST_HOURS)
        for goods, desk in desks.items()
    }
    rules[TripKind.FREIGHT, GoodsClass.TRADE] = RuleFigures(
        "commerce", test_max_hours=TEST_HOURS, documents=(DocumentKind.CONTRACT.value,)
    )
    rules[TripKind.PRIVATE, GoodsClass.NONE] = RuleFigures(
        "street", test_max_hours=TEST_HOURS, max_people=7, needs_seal=False
    )
    return rules


def load_rules(*, by: ActsAsActor) -> int:
    """Set each default for which there is no rule at all; how many were set."""
    known = set(PassRule.objects.values_list("trip_kind", "goods_class"))
    missing = {key: figures for key, figures in default_rules().items() if key not in known}
    for (trip_kind, goods_class), figures in missing.items():
        set_rule(
            trip_kind,
            goods_class,
            figures,
            valid_from=now(),
            document_number=DEFAULT_DOCUMENT,
            by=by,
        )
    return len(missing)
