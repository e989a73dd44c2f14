"""The addresses of the passes: paths are nouns, the last part of a POST's path is its verb."""

from django.urls import path

from .views import (
    apply,
    apply_people,
    blocklist,
    board,
    card,
    codes,
    fleet,
    gate,
    gate_checks,
    lists,
    mine,
    pass_rules,
    refused_scans,
    review,
    signing_keys,
    trips,
)

app_name = "passes"

urlpatterns = [
    # applying
    path("apply/", apply.apply, name="apply"),
    path("places/", apply.places, name="places"),
    path("drafts/<str:number>/", apply.draft_resume, name="draft_resume"),
    path("drafts/<str:number>/discard/", apply.draft_discard, name="draft_discard"),
    path("drafts/<str:number>/people/", apply_people.draft_people, name="draft_people"),
    path("drafts/<str:number>/people/<int:place>/", apply_people.draft_person, name="draft_person"),
    path(
        "drafts/<str:number>/people/<int:place>/remove/",
        apply_people.draft_person_remove,
        name="draft_person_remove",
    ),
    path("drafts/<str:number>/check/", apply.draft_check, name="draft_check"),
    path("drafts/<str:number>/<slug:step>/", apply.draft, name="draft"),
    # one's own
    path("mine/", mine.list_mine, name="mine"),
    path("documents/<str:number>.jpg", mine.show_document, name="document"),
    path("p/<str:token>/", card.card, name="card"),
    path("p/<str:token>/code.svg", card.qr, name="qr"),
    path("application/<str:number>/", mine.show, name="show"),
    path("application/<str:number>/sheet/", card.sheet, name="sheet"),
    path("application/<str:number>/withdraw/", mine.withdraw, name="withdraw"),
    path("application/<str:number>/correct/", mine.correct, name="correct"),
    path("application/<str:number>/repeat/", mine.repeat, name="repeat"),
    # the desks
    path("queue/", review.queue, name="queue"),
    path("queue/<str:number>/", review.review, name="review"),
    path("queue/<str:number>/issue/", review.issue, name="issue"),
    path("queue/<str:number>/return/", review.return_for_correction, name="return"),
    path("queue/<str:number>/refuse/", review.refuse, name="refuse"),
    path("queue/<str:number>/hand-over/", review.hand_over, name="hand_over"),
    path("queue/<str:number>/revoke/", review.revoke, name="revoke"),
    path(
        "queue/<str:number>/people/<str:person_number>/<str:field>/reveal/",
        review.reveal_aboard,
        name="reveal",
    ),
    path("queue/<str:number>/<str:field>/reveal/", review.reveal_party, name="reveal_party"),
    # lists, trips and the board
    path("list/", lists.list_passes, name="list"),
    path("trips/", lists.list_trips, name="trips"),
    path("trips/<str:number>/", trips.trip, name="trip"),
    path("trips/<str:number>/confirm/<str:verb>/", trips.confirm_trip, name="confirm_trip"),
    path("confirm/<str:token>/", trips.confirm, name="confirm"),
    path("board/", board.board, name="board"),
    # the checkpoints
    path("gate/", gate.choose_gate, name="gate"),
    path("gate/<str:premises_number>/<str:direction>/", gate.scan, name="gate_scan"),
    path(
        "gate/<str:premises_number>/<str:direction>/<str:number>/",
        gate.check_vehicle,
        name="gate_check",
    ),
    path("checks/<str:number>/", gate_checks.show_check, name="check"),
    path("checks/<str:number>/done/", gate_checks.done, name="gate_done"),
    path("checks/<str:number>/undo/", gate_checks.undo, name="check_undo"),
    path("checks/<str:number>/photo/", gate_checks.show_photo, name="check_photo"),
    path("refused-scans/", refused_scans.refused_scans, name="refused_scans"),
    path("refused-scans/<str:number>/", refused_scans.refused_scan, name="refused_scan"),
    path(
        "refused-scans/<str:number>/reveal/",
        refused_scans.reveal_scan,
        name="refused_scan_reveal",
    ),
    path("turn-backs/", gate_checks.turn_backs, name="turn_backs"),
    path("turn-backs/<str:number>/confirm/", gate_checks.confirm, name="turn_back_confirm"),
    path("turn-backs/<str:number>/overrule/", gate_checks.overrule, name="turn_back_overrule"),
    # the blocklist and the rules
    path("blocklist/", blocklist.blocklist, name="blocklist"),
    path("blocklist/propose/", blocklist.propose, name="block_propose"),
    path("blocklist/<str:number>/", blocklist.block, name="block"),
    path("blocklist/<str:number>/confirm/", blocklist.confirm, name="block_confirm"),
    path("blocklist/<str:number>/lift/", blocklist.lift, name="block_lift"),
    path("rules/", pass_rules.rules, name="rules"),
    path("rules/<str:trip_kind>/<str:goods_class>/", pass_rules.rule, name="rule"),
    # the keys that sign the codes
    path("keys", codes.show_keys, name="keys"),
    path("signing-keys/", signing_keys.signing_keys, name="signing_keys"),
    path("signing-keys/rotate/", signing_keys.rotate, name="signing_key_rotate"),
    path("signing-keys/<str:number>/withdraw/", signing_keys.withdraw, name="signing_key_withdraw"),
    # many trips at once
    path("fleet/", fleet.fleet, name="fleet"),
    path("fleet/template/", fleet.fleet_template, name="fleet_template"),
    path("fleet/repeat/", fleet.fleet_repeat, name="fleet_repeat"),
    path("fleet/<str:number>/", fleet.fleet_upload, name="fleet_upload"),
    path("fleet/<str:number>/submit/", fleet.fleet_submit, name="fleet_submit"),
    path("fleet/<str:number>/faults/", fleet.fleet_faults, name="fleet_faults"),
]
