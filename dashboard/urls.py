from django.urls import path

from dashboard.views import device, home, quarter, search

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("quarter/", quarter.quarter, name="quarter"),
    path("quarter/export/", quarter.quarter_export, name="quarter_export"),
    path("search/", search.search_page, name="search"),
    # on a device
    path("sw.js", device.worker, name="worker"),
    path("manifest/<slug:language>.webmanifest", device.manifest, name="manifest"),
    path("device/", device.device, name="device"),
    path("device/shell/<slug:language>/", device.device_shell, name="device_shell"),
]
