"""Words for people: permissions, events, and how a post reads."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from longgang.core.clock import local_day
from longgang.core.sentences import beside
from longgang.core.tags import Tag, Tone

from .models import Post, User
from .permissions import Permission as P  # noqa: N817 - the table below is read by its columns
from .places import PlaceNames

PERMISSIONS: dict[P, Promise] = {
    P.PASS_VIEW: _("See applications and passes."),
    P.PASS_REVIEW: _("Approve, return for correction or refuse applications."),
    P.PASS_REASSIGN: _("Hand applications to another desk or reviewer."),
    P.PASS_REVOKE: _("Revoke a pass, with a reason."),
    P.PASS_EXPORT: _("Export lists of passes and trips to Excel."),
    P.CHECK_RECORD: _("Check vehicles at a checkpoint and let them pass."),
    P.CHECK_TURN_BACK: _("Approve that a vehicle is turned back."),
    P.BLOCKLIST_VIEW: _("See which plates, people and companies are blocked, and until when."),
    P.BLOCKLIST_PROPOSE: _("Propose to block a plate, a person or a company, with a document."),
    P.BLOCKLIST_CONFIRM: _("Confirm or reject somebody else's proposal to block."),
    P.RULE_VIEW: _("Read the rules with their dates."),
    P.RULE_EDIT: _("Write new rules with dates and document numbers."),
    P.KEY_MANAGE: _("Publish the next key that signs passes, and withdraw one that has leaked."),
    P.BOARD_VIEW: _("See the board with waiting times and open trips."),
    P.DEVICE_MANAGE: _("Enrol phones as devices of a checkpoint and withdraw them."),
    P.CONFLICT_VIEW: _("See what does not fit among the checks of all devices."),
    P.CONFLICT_RESOLVE: _("Look into such a conflict and say how it ended."),
    P.MEASURE_VIEW: _("See who is under a measure, and what is due."),
    P.MEASURE_EDIT: _("Open, extend and suspend measures."),
    P.MEASURE_LIFT: _("Lift a measure, or cancel one opened by mistake."),
    P.MEASURE_MOVE: _("Propose to move running measures to a newer rule."),
    P.MEASURE_MOVE_CONFIRM: _("Confirm somebody else's proposal to move them."),
    P.VISIT_RECORD: _("Record visits to people under a measure."),
    P.OBSERVATION_VIEW: _("See test results, temperatures and symptoms."),
    P.OBSERVATION_RECORD: _("Record temperatures, symptoms and observed codes."),
    P.RESULT_RECORD: _("Record samples and enter and correct test results."),
    P.RESULT_IMPORT: _("Enter the test results of a lab from its workbook."),
    P.TRAIL_IMPORT: _("Import visits from a list of guests or passengers; see none."),
    P.CASE_INVESTIGATE: _("Trace whom the person of a case has met, and decide about contacts."),
    P.DECLARATION_VIEW: _("See who has declared to come or to go."),
    P.DECLARATION_HANDLE: _("Claim, verify and hand over declarations."),
    P.SITE_VIEW: _("See quarantine sites with their rooms and the people in them."),
    P.SITE_EDIT: _("Open quarantine sites and keep their rooms."),
    P.STAY_EDIT: _("Give rooms, check people in, and keep the day at a site."),
    P.STAY_RELEASE: _("Release people from a site when the check finds nothing against it."),
    P.PERSON_VIEW: _("See people in the register, masked."),
    P.PERSON_EDIT: _("Register people and correct their entries."),
    P.PERSON_REVEAL: _("Unmask a personal value, with a purpose that is written down."),
    P.PERSON_MERGE: _("Merge two entries of the same person."),
    P.COMPANY_VIEW: _("See companies in the register."),
    P.COMPANY_EDIT: _("Register companies and correct their entries."),
    P.COMPANY_APPROVE: _("Confirm that a company is who it says."),
    P.VEHICLE_VIEW: _("See vehicles in the register."),
    P.AREA_EDIT: _("Keep the tree of districts, streets and communities."),
    P.PREMISES_EDIT: _("Keep the register of premises."),
    P.EVENT_VIEW: _("Read the book of everything that was done."),
    P.DISCLOSURE_VIEW: _("Read the book of who saw whose personal data, and why."),
    P.DELIVERY_MANAGE: _("See messages that could not be delivered and send them again."),
    P.ACCOUNT_MANAGE: _("Open and close accounts and reset passwords."),
    P.POST_GRANT: _("Grant and end posts, never one's own."),
    P.DUTY_VIEW: _("See who is on duty at a desk."),
    P.DUTY_EDIT: _("Plan who is on duty at a desk."),
}

EVENTS: dict[str, Promise] = {
    "account.opened": _("Account opened by phone and code"),
    "account.created": _("Staff account created"),
    "account.edited": _("Account edited"),
    "account.closed": _("Account closed"),
    "account.reopened": _("Account reopened"),
    "account.login_reset": _("Password and second factor reset"),
    "account.password_changed": _("Password changed"),
    "account.second_factor_added": _("Authenticator connected"),
    "account.signed_in": _("Signed in"),
    "account.sign_in_failed": _("Sign-in failed"),
    "post.granted": _("Post granted"),
    "post.ended": _("Post ended"),
    "shift.added": _("Shift planned"),
    "shift.removed": _("Shift removed"),
}


def state_of(user: User) -> Tag:
    """Whether somebody may sign in, as a tag."""
    if not user.is_active:
        return Tag(_("closed"), Tone.IDLE)
    return Tag(_("open"), Tone.GOOD)


def post_in_words(post: Post, names: PlaceNames) -> str:
    """The role and the place, as people say it."""
    return beside(post.get_role_display(), post.place_name(names))


def posts_of(user: User) -> list[str]:
    """Every post that somebody holds today, as people say it."""
    names = PlaceNames()
    return [post_in_words(post, names) for post in user.live_posts]


def last_day_of(post: Post) -> date | None:
    """The day a post ended, or will end; nothing while it is open."""
    return local_day(post.ended_at) if post.ended_at else post.ends_on
