"""What the scanner says by itself, for its page in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Promise] = {
    # where one stands
    "no_place": _("No checkpoint"),
    "line_on": _("Online"),
    "line_off": _("No network"),
    "line_by_hand": _("Off by hand"),
    "age_now": _("just now"),
    "age_minutes": _("{n} min ago"),
    "age_hours": _("{n} h ago"),
    "age_days": _("{n} days ago"),
    "age_never": _("never"),
    # nothing to judge by
    "stranger_title": _("This phone is not enrolled"),
    "stranger_text": _("Ask the lead of the checkpoints to show you the code for enrolling it."),
    "forgotten_title": _("This phone was withdrawn"),
    "forgotten_text": _(
        "What it held has been deleted. What it had recorded is on the server or is still being "
        "sent. Ask the lead to enroll it again."
    ),
    "expired_title": _("Too long without the server"),
    "expired_text": _(
        "The lists on this phone have been deleted. Go where there is network; they come back "
        "by themselves."
    ),
    # answers
    "unknown_answer": _("Call the duty officer"),
    "also": _("Also: {words}"),
    "no_plate": _("Unknown code"),
    # what was done
    "let_pass": _("Let pass"),
    "test_and_pass": _("Test and let pass"),
    "escort": _("With escort"),
    "turn_back": _("Turn back"),
    "let_out": _("Let out"),
    "refused": _("Not let pass"),
    "undone": _("Taken back"),
    "done_sent": _("Recorded on the server."),
    "done_kept": _("Kept on this phone; it is sent as soon as there is network."),
    "turn_back_waits": _("The lead decides. The vehicle waits aside; call now."),
    "sent": _("on the server"),
    "waiting": _("on this phone"),
    "conflict": _("being looked into"),
    "faulty": _("not accepted, tell the lead"),
    # the form
    "temperature_of": _("Temperature {n}"),
    "photo_again": _("Take another photo"),
    "photo_unreadable": _("That is no picture. Take the photo again."),
    "no_room": _(
        "Nothing is recorded: the phone is full, and the server does not answer. Make room and "
        "press again, or record it on another phone."
    ),
    "photo_lost": _("(No room for the photo on the phone.)"),
    # why a check is taken back
    "why_vehicle": _("Another vehicle was meant"),
    "why_way": _("It went the other way"),
    "why_entries": _("Something was typed wrongly"),
}


def scanner_words() -> dict[str, str]:
    """Every word by its name, in the language now active."""
    return {name: str(words) for name, words in _WORDS.items()}
