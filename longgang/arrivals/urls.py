"""The addresses of the arrivals: paths are nouns, the last part of a POST's path is its verb."""

from django.urls import path

from .views import declarations, declare, mine

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
    path("list/<str:number>/correct/", declarations.correct, name="correct"),
    path("list/<str:number>/do/<slug:deed>/", declarations.do, name="do"),
    path("list/<str:number>/reveal/<str:field>/", declarations.show_value, name="reveal"),
]
