from django.urls import path

from dashboard.views import home, quarter, search

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("quarter/", quarter.quarter, name="quarter"),
    path("quarter/export/", quarter.quarter_export, name="quarter_export"),
    path("search/", search.search_page, name="search"),
]
