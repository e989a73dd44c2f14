"""What the pages of the trail ask."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from longgang.people.api import FileForm


class VisitFileForm(FileForm):
    """A file of visits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["workbook"]
        field.label = _("File of visits")
        field.widget.attrs["accept"] = ".xlsx,.xls,.et,.csv,.tsv,.parquet"
        field.help_text = _("The filled-in template, a CSV or a Parquet file, at most 20,000 rows.")
