"""The addresses of the checkpoints: pages for people, and what devices ask."""

from django.urls import path

from .views import conflicts, device, devices, scanner

app_name = "checkpoints"

urlpatterns = [
    # devices
    path("devices/", devices.list_devices, name="devices"),
    path("devices/invite/", devices.invite, name="invite"),
    path("devices/<str:number>/", devices.show_device, name="device"),
    path("devices/<str:number>/invite/", devices.invite_once_more, name="invite_again"),
    path("devices/<str:number>/withdraw/", devices.withdraw, name="withdraw"),
    path("enrol/<str:code>/", devices.enrol, name="enrol"),
    # conflicts
    path("conflicts/", conflicts.list_conflicts, name="conflicts"),
    path("conflicts/<str:number>/", conflicts.show_conflict, name="conflict"),
    path("conflicts/<str:number>/resolve/", conflicts.resolve, name="resolve"),
    # the scanner on a device
    path("scanner/", scanner.scanner, name="scanner"),
    path("scanner/<str:language>/", scanner.scanner_page, name="scanner_page"),
    path("worker.js", scanner.worker, name="scanner_worker"),
    path("scanner.webmanifest", scanner.web_manifest, name="scanner_manifest"),
    # what devices ask
    path("device/sync", device.sync, name="sync"),
    path("device/look", device.look, name="look"),
    path("device/photos/<str:nonce>", device.photo, name="photo"),
]
