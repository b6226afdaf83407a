from django.urls import path

from foundation.accounts import views

app_name = "accounts"
urlpatterns = [path("theme/", views.set_theme, name="set_theme")]
