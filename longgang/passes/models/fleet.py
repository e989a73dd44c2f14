"""A workbook with many trips, between its preview and its confirmation."""

from longgang.core.privacy import Purpose
from longgang.people.api import WorkbookUpload, file_confirmed_once


class FleetUpload(WorkbookUpload):
    """A workbook of trips: confirming it submits them."""

    class Meta(WorkbookUpload.Meta):
        constraints = [file_confirmed_once("same_workbook_submitted_once")]

    class Privacy(WorkbookUpload.Privacy):
        personal = {"rows": Purpose.REVIEW}
