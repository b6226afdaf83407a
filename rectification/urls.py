from django.urls import path

from rectification.views import articles, findings, tasks

app_name = "rectification"
urlpatterns = [
    # findings
    path("finding/", findings.finding_list, name="finding_list"),
    path("finding/find/", findings.find_weak, name="finding_find"),
    path("finding/<uuid:public_id>/", findings.finding_detail, name="finding_detail"),
    path("finding/<uuid:public_id>/give/", findings.give_task, name="task_give"),
    path("finding/<uuid:public_id>/dismiss/", findings.dismiss_finding, name="finding_dismiss"),
    path("finding/<uuid:public_id>/take-up/", findings.take_up_finding, name="finding_take_up"),
    path("finding/<uuid:public_id>/articles/", articles.articles, name="finding_articles"),
    path("finding/<uuid:public_id>/link/", articles.link, name="finding_link"),
    # tasks
    path("task/", tasks.task_list, name="task_list"),
    path("task/export/", tasks.task_export, name="task_export"),
    path("task/<uuid:public_id>/", tasks.task_detail, name="task_detail"),
    path("task/<uuid:public_id>/start/", tasks.start_task, name="task_start"),
    path("task/<uuid:public_id>/evidence/", tasks.add_evidence, name="task_evidence"),
    path("task/<uuid:public_id>/evidence/<uuid:evidence_id>/", tasks.evidence_file, name="task_evidence_file"),
    path(
        "task/<uuid:public_id>/evidence/<uuid:evidence_id>/remove/",
        tasks.remove_evidence,
        name="task_evidence_remove",
    ),
    path("task/<uuid:public_id>/report/", tasks.report_task, name="task_report"),
    path("task/<uuid:public_id>/verify/", tasks.verify_task, name="task_verify"),
    path("task/<uuid:public_id>/reopen/", tasks.reopen_task, name="task_reopen"),
]
