from django.urls import path

from analysis import entered_views, measured_views, targets_views, themes_views, views, voices_views, whatif_views

app_name = "analysis"
urlpatterns = [
    path("own/", views.own_results, name="own_results"),
    path("unit/<uuid:public_id>/", views.unit_detail, name="unit_detail"),
    path("unit/<uuid:public_id>/export/", views.unit_export, name="unit_export"),
    path("targets/", targets_views.targets, name="targets"),
    path("targets/export/", targets_views.targets_export, name="targets_export"),
    path("targets/<uuid:public_id>/<str:code>/", entered_views.entered_figure, name="entered_figure"),
    path("measures/", measured_views.measure_list, name="measure_list"),
    path("measures/export/", measured_views.measure_list_export, name="measure_list_export"),
    path("measures/<str:code>/", measured_views.measure_detail, name="measure_detail"),
    path("measures/<str:code>/export/", measured_views.measure_detail_export, name="measure_detail_export"),
    path("what-if/<uuid:public_id>/", whatif_views.what_if_page, name="what_if"),
    path("what-if/<uuid:public_id>/export/", whatif_views.what_if_export, name="what_if_export"),
    # What free texts say
    path("voices/", voices_views.voices, name="voices"),
    path("voices/export/", voices_views.voices_export, name="voices_export"),
    path("voices/texts/", voices_views.voice_texts, name="voice_texts"),
    path("voices/texts/export/", voices_views.voice_texts_export, name="voice_texts_export"),
    path("voices/themes/", themes_views.themes, name="themes"),
    path("voices/themes/draft/", themes_views.themes_draft, name="themes_draft"),
    path("voices/themes/new/", themes_views.theme_edit, name="theme_add"),
    path("voices/themes/words/", themes_views.themes_words, name="themes_words"),
    path("voices/themes/presets/", themes_views.themes_presets, name="themes_presets"),
    path("voices/themes/put-in-force/", themes_views.themes_put_in_force, name="themes_put_in_force"),
    path("voices/themes/discard/", themes_views.themes_discard, name="themes_discard"),
    path("voices/themes/<int:number>/", themes_views.theme_edit, name="theme_edit"),
    path("voices/themes/<int:number>/merge/", themes_views.theme_merge, name="theme_merge"),
    path("voices/themes/<int:number>/split/", themes_views.theme_split, name="theme_split"),
    path("voices/themes/<int:number>/remove/", themes_views.theme_remove, name="theme_remove"),
    path("voices/themes/<int:number>/check/", themes_views.theme_check, name="theme_check"),
]
