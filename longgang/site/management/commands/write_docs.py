"""Writes the generated pages of docs/."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...generated_pages import ROOT, list_pages


class Command(BaseCommand):
    """Shell around `generated_pages`."""

    help = "Writes the generated pages of docs/; --check only says which are out of date."

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, or compare."""
        pages = list_pages()
        known = {path.relative_to(ROOT) for path in (ROOT / "docs/lifecycles").glob("*.md")}
        surplus = known - pages.keys()
        changed = [
            page
            for page, text in pages.items()
            if not (ROOT / page).exists() or (ROOT / page).read_text(encoding="utf-8") != text
        ]
        if options["check"]:
            if late := sorted(map(str, [*changed, *surplus])):
                raise CommandError(f"Out of date, run `make docs`: {', '.join(late)}")
            return
        for page in changed:
            (ROOT / page).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / page).write_text(pages[page], encoding="utf-8")
        for page in surplus:
            (ROOT / page).unlink()
