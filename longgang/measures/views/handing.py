"""The list of hand-overs: what waits for oneself, and how it stands with what one has sent."""

from django.http import HttpResponse

from longgang.accounts.api import AuthenticatedRequest, Permission, allowed
from longgang.core.sealed import without_sealed
from longgang.core.tables import list_page

from ..models import HandOver
from ..tables_handing import HandedTable


@list_page
@allowed(Permission.MEASURE_VIEW)
def list_handed(request: AuthenticatedRequest) -> HttpResponse:
    """Everybody handed to one's area, and by one's site or area."""
    rows = HandOver.objects.visible_to(request.user)
    rows = rows.select_related("measure__person", "measure__held_at", "from_site", "offered_by")
    table = HandedTable(without_sealed(rows, "measure__person"), request, may_export=True)
    return table.respond("measures/handed.html")
