from django.urls import path

from knowledge.views import deciding, editors, importing, reading, writing

app_name = "knowledge"
ARTICLE = "<uuid:public_id>/"
urlpatterns = [
    path("", reading.article_list, name="article_list"),
    path("export/", reading.article_export, name="article_export"),
    path("new/", writing.article_new, name="article_new"),
    # from a workbook
    path("import/", importing.article_import, name="article_import"),
    path("import/template/", importing.article_import_template, name="article_import_template"),
    path("import/keep/", importing.article_import_keep, name="article_import_keep"),
    path("import/refused/", importing.article_import_refused, name="article_import_refused"),
    # for editors
    path("gaps/", editors.gap_list, name="gap_list"),
    path("gaps/<uuid:public_id>/", editors.gap_settle, name="gap_settle"),
    path("categories/", editors.category_list, name="category_list"),
    path("categories/new/", editors.category_new, name="category_new"),
    path("categories/<uuid:public_id>/", editors.category_edit, name="category_edit"),
    path("words/", editors.synonyms_list, name="synonyms_list"),
    path("words/new/", editors.synonyms_new, name="synonyms_new"),
    path("words/<uuid:public_id>/", editors.synonyms_edit, name="synonyms_edit"),
    # one article
    path(ARTICLE, reading.article_detail, name="article_detail"),
    path(ARTICLE + "rate/", reading.rate, name="article_rate"),
    path(ARTICLE + "history/", reading.article_history, name="article_history"),
    path(ARTICLE + "compare/", reading.article_compare, name="article_compare"),
    path(ARTICLE + "version/<int:number>/", reading.article_version, name="article_version"),
    path(ARTICLE + "version/<int:number>/restore/", writing.restore, name="version_restore"),
    path(ARTICLE + "file/<uuid:file_id>/", reading.file_show, name="file_show"),
    path(ARTICLE + "confirm/", deciding.confirm, name="article_confirm"),
    path(ARTICLE + "retire/", deciding.retire, name="article_retire"),
    path(ARTICLE + "owner/", deciding.owner, name="article_owner"),
    # its draft
    path(ARTICLE + "edit/", writing.draft_edit, name="draft_edit"),
    path(ARTICLE + "draft/", writing.draft_detail, name="draft_detail"),
    path(ARTICLE + "draft/submit/", writing.submit, name="draft_submit"),
    path(ARTICLE + "draft/take-back/", writing.take_back, name="draft_take_back"),
    path(ARTICLE + "draft/discard/", writing.discard, name="draft_discard"),
    path(ARTICLE + "draft/file/", writing.file_add, name="file_add"),
    path(ARTICLE + "draft/file/<uuid:file_id>/remove/", writing.file_remove, name="file_remove"),
    path(ARTICLE + "draft/approve/", deciding.approve, name="draft_approve"),
    path(ARTICLE + "draft/return/", deciding.send_back, name="draft_return"),
]
