"""Templates for deduction reasons."""

from django.urls import path

from assessments.views import comment_choices, comments

urlpatterns = [
    # on a page of their own
    path("comments/", comments.comment_list, name="comment_list"),
    path("comments/new/", comments.comment_new, name="comment_new"),
    path("comments/<uuid:public_id>/edit/", comments.comment_edit, name="comment_edit"),
    path("comments/<uuid:public_id>/decline/", comments.comment_decline, name="comment_decline"),
    path("comments/<uuid:public_id>/act/", comments.comment_act, name="comment_act"),
    # on the scoring page
    path("comments/used/", comment_choices.comments_used, name="comments_used"),
    path("comments/for/<uuid:public_id>/", comment_choices.comment_choices, name="comment_choices"),
    path("comments/for/<uuid:public_id>/keep/", comment_choices.comment_keep, name="comment_keep"),
]
