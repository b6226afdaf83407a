"""Reviews of sealed sheets: the queue, one sheet, the answer, the rule."""

from django.urls import path

from assessments.views import review_answers, review_rules, reviews

urlpatterns = [
    # the queue
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/approve/", reviews.approve_many, name="review_approve_many"),
    path("reviews/statistics/", reviews.review_statistics, name="review_statistics"),
    path("cycles/<uuid:public_id>/review-rule/", review_rules.set_rule, name="review_rule"),
    # one sheet
    path("sheet/<uuid:public_id>/review/", reviews.read_sheet, name="review_read"),
    path("sheet/<uuid:public_id>/review/approve/", reviews.approve_sheet, name="review_approve"),
    path("sheet/<uuid:public_id>/review/return/", reviews.return_sheet, name="review_return"),
    path("sheet/<uuid:public_id>/review/take-up/", review_answers.take_up, name="review_take_up"),
    path("sheet/<uuid:public_id>/review/answer/", review_answers.answer, name="review_answer"),
]
