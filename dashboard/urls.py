from django.urls import path

from dashboard.views import home, search

app_name = "dashboard"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search_page, name="search"),
]
