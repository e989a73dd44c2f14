"""The generated pages tell what the code tells."""

import pytest
from django.core.management import CommandError, call_command

from longgang.site import generated_pages
from longgang.site.generated_pages import ROOT, list_pages, list_settings


def test_generated_pages_are_current():
    call_command("write_docs", check=True)


def test_write_docs_notices_a_page_that_is_out_of_date(monkeypatch):
    page = next(iter(list_pages()))
    monkeypatch.setattr(
        "longgang.site.management.commands.write_docs.list_pages", lambda: {page: "else"}
    )
    with pytest.raises(CommandError, match="make docs"):
        call_command("write_docs", check=True)


def test_every_setting_says_what_it_means():
    settings = list_settings()
    assert {"SECRET_KEY", "DATABASE_URL", "PORT", "VAR_DIR"} <= {each.name for each in settings}
    assert [each.name for each in settings if not each.meaning] == []


def test_every_module_with_a_lifecycle_has_its_page():
    modules = {path.parent.name for path in generated_pages.PACKAGE.glob("*/lifecycle.py")}
    pages = {path.stem for path in (ROOT / "docs/lifecycles").glob("*.md")}
    assert pages == modules - {"core"}


def test_decisions_are_numbered_once_and_without_a_gap():
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    headings = [page.read_text(encoding="utf-8").split(".")[0] for page in pages]
    assert headings == [f"# {number}" for number in numbers]
