"""The addresses of the arrivals: paths are nouns, the last part of a POST's path is its verb."""

from django.urls import path

from .views import declarations, declare, mine, risk_areas

app_name = "arrivals"

urlpatterns = [
    # declaring
    path("declare/", declare.begin, name="declare"),
    path("drafts/<str:number>/", declare.resume, name="draft_resume"),
    path("drafts/<str:number>/discard/", declare.discard, name="draft_discard"),
    path("drafts/<str:number>/people/", declare.draft_people, name="draft_people"),
    path("drafts/<str:number>/people/enter/", declare.draft_person, name="draft_person"),
    path("drafts/<str:number>/stays/", declare.draft_stays, name="draft_stays"),
    path("drafts/<str:number>/stays/<int:place>/", declare.draft_stay, name="draft_stay"),
    path("drafts/<str:number>/check/", declare.draft_check, name="draft_check"),
    path("drafts/<str:number>/<slug:step>/", declare.draft, name="draft"),
    # one's own
    path("mine/", mine.mine, name="mine"),
    path("mine/<str:number>/withdraw/", mine.withdraw, name="withdraw"),
    # the community and the street
    path("queue/", declarations.queue, name="queue"),
    path("list/", declarations.list_declarations, name="list"),
    path("list/<str:number>/", declarations.show, name="declaration"),
    path("list/<str:number>/call/", declarations.call, name="call"),
    path("list/<str:number>/correct/", declarations.correct, name="correct"),
    path("list/<str:number>/do/<slug:deed>/", declarations.do, name="do"),
    path("list/<str:number>/reveal/<str:field>/", declarations.show_value, name="reveal"),
    # risk areas and rules
    path("risk-areas/", risk_areas.risk_areas, name="risk_areas"),
    path("risk-areas/announce/", risk_areas.announce, name="announce"),
    path("risk-areas/workbooks/", risk_areas.workbooks, name="risk_workbooks"),
    path("risk-areas/workbooks/template/", risk_areas.template, name="risk_template"),
    path("risk-areas/workbooks/<str:number>/", risk_areas.workbook, name="risk_workbook"),
    path("risk-areas/workbooks/<str:number>/enter/", risk_areas.enter, name="risk_enter"),
    path("risk-areas/workbooks/<str:number>/faults/", risk_areas.faults, name="risk_faults"),
    path("risk-areas/<str:number>/", risk_areas.risk_area, name="risk_area"),
    path("rules/", risk_areas.rules, name="rules"),
]
