from assessments import assignment_urls, comment_urls, event_urls, plan_urls, review_urls, sheet_urls

app_name = "assessments"
urlpatterns = [
    *plan_urls.urlpatterns,
    *event_urls.urlpatterns,
    *sheet_urls.urlpatterns,
    *assignment_urls.urlpatterns,
    *comment_urls.urlpatterns,
    *review_urls.urlpatterns,
]
