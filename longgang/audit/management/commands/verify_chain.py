"""Says whether the books are what was written; for the auditor's own terminal."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ...chain import chain_head, find_link_hash, seal_chain, verify_chain

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{64})")


class Command(BaseCommand):
    """Compares every row with its link, then binds what waits and prints the head to note down."""

    help = "Verify that no event and no disclosure was changed, removed, inserted or moved."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="LENGTH:HASH",
            help="a head noted down earlier: it must still be in the chain",
        )

    def handle(self, *_args: Any, head: str | None = None, **_options: Any) -> None:
        breaks = verify_chain()
        if breaks:
            found = _("%(count)d breaks found.") % {"count": len(breaks)}
            raise CommandError(f"{breaks[0]}\n{found}")
        if head is not None:
            _check_noted(head)
        seal_chain()
        length, last = chain_head()
        whole = _("The chain is whole. Its head: %(head)s")
        self.stdout.write(whole % {"head": f"{length}:{last}"})


def _check_noted(head: str) -> None:
    found = _HEAD.fullmatch(head.strip())
    if found is None:
        no_head = _("“%(head)s” is not a head. Write it as it was printed: %(example)s")
        raise CommandError(no_head % {"head": head, "example": f"1204:{'9f86d081' * 8}"})
    if find_link_hash(int(found[1])) != found[2].lower():
        gone = _("The chain does not contain the noted head %(head)s.")
        raise CommandError(gone % {"head": head})
