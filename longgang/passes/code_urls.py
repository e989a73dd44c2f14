"""The address in the QR code of a pass: as short as can be, and in capitals like all of it.

A phone may make the letters small on the way, and no answer is worth a redirect.
"""

from django.urls import path

from .views.codes import show_code

urlpatterns = [
    path("C/<str:code>", show_code, name="pass_code"),
    path("c/<str:code>", show_code, name="pass_code_in_small_letters"),
]
