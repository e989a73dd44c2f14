"""Accounts, posts, permissions and the duty roster. Signing in stands in login_urls.py."""

from django.urls import path

from . import roster_views, views

app_name = "accounts"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("permissions/", views.list_permissions, name="permissions"),
    path("posts/", views.list_posts, name="posts"),
    path("users/", views.list_users, name="accounts"),
    path("users/create/", views.create_user, name="create"),
    path("users/<str:number>/", views.show_user, name="user"),
    path("users/<str:number>/edit/", views.edit_user, name="edit"),
    path("users/<str:number>/close/", views.close_user, name="close"),
    path("users/<str:number>/reopen/", views.reopen_user, name="reopen"),
    path("users/<str:number>/reset/", views.reset_user, name="reset"),
    path("users/<str:number>/posts/grant/", views.grant_user_post, name="grant"),
    path("users/<str:number>/posts/<str:post_number>/end/", views.end_user_post, name="end_post"),
    path("duty/", roster_views.list_desks, name="duty"),
    path("duty/<str:desk_code>/", roster_views.show_desk, name="desk"),
    path("duty/<str:desk_code>/add/", roster_views.add_to_desk, name="add_shift"),
    path("duty/<str:desk_code>/take-over/", roster_views.take_over_desk, name="take_over"),
    path(
        "duty/<str:desk_code>/<str:number>/remove/", roster_views.remove_shift, name="remove_shift"
    ),
]
