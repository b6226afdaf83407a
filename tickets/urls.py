from django.urls import path

from tickets.views import acts, articles, inbox, online, statistics, surveys

app_name = "tickets"
urlpatterns = [
    path("", inbox.ticket_list, name="ticket_list"),
    path("export/", inbox.ticket_export, name="ticket_export"),
    path("statistics/", statistics.show_statistics, name="statistics"),
    path("alarm/<uuid:public_id>/", statistics.settle, name="alarm_settle"),
    # Customers, without a sign-in
    path("online/", online.online, name="online"),
    path("online/thanks/<str:number>/", online.online_thanks, name="online_thanks"),
    path("online/progress/", online.online_progress, name="online_progress"),
    path("new/", inbox.ticket_new, name="ticket_new"),
    path("<uuid:public_id>/", inbox.ticket_detail, name="ticket_detail"),
    path("<uuid:public_id>/take-over/", acts.take_over, name="ticket_take_over"),
    path("<uuid:public_id>/resume/", acts.resume, name="ticket_resume"),
    path("<uuid:public_id>/articles/", articles.articles, name="ticket_articles"),
    path("<uuid:public_id>/link/", articles.link, name="ticket_link"),
    path("<uuid:public_id>/reveal/", acts.reveal, name="ticket_reveal"),
    path("<uuid:public_id>/survey/", surveys.survey, name="ticket_survey"),
    *(
        path(f"<uuid:public_id>/{name.replace('_', '-')}/", acts.act, {"name": name}, name=f"ticket_{name}")
        for name in acts.PAGES
    ),
]
