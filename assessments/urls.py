from assessments import plan_urls, sheet_urls

app_name = "assessments"
urlpatterns = [*plan_urls.urlpatterns, *sheet_urls.urlpatterns]
