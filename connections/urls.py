from django.urls import path

from connections.views import hooks, keys, pages, papers

app_name = "connections"
urlpatterns = [
    path("", pages.connection_list, name="connection_list"),
    path("export/", pages.connection_export, name="connection_export"),
    path("new/", pages.connection_new, name="connection_new"),
    # what integrators read
    path("papers/", papers.show_papers, name="papers"),
    path("papers/openapi.json", papers.openapi_file, name="openapi_file"),
    # one system
    path("<uuid:public_id>/", pages.connection_detail, name="connection_detail"),
    path("<uuid:public_id>/change/", pages.connection_change, name="connection_change"),
    path("<uuid:public_id>/agree/", pages.connection_agree, name="connection_agree"),
    path("<uuid:public_id>/refuse/", pages.connection_refuse, name="connection_refuse"),
    path("<uuid:public_id>/end/", pages.connection_end, name="connection_end"),
    path("<uuid:public_id>/calls/", pages.connection_calls, name="connection_calls"),
    path("<uuid:public_id>/events/", pages.connection_events, name="connection_events"),
    # keys
    path("<uuid:public_id>/key/", keys.key_new, name="key_new"),
    path("key/<uuid:public_id>/revoke/", keys.key_revoke, name="key_revoke"),
    # what it is told
    path("<uuid:public_id>/hook/", hooks.hook_new, name="hook_new"),
    path("hook/<uuid:public_id>/secret/", hooks.hook_secret, name="hook_secret"),
    path("hook/<uuid:public_id>/test/", hooks.hook_test, name="hook_test"),
    path("hook/<uuid:public_id>/end/", hooks.hook_end, name="hook_end"),
    path("event/<uuid:public_id>/again/", hooks.event_again, name="event_again"),
]
