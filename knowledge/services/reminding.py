"""Owners are told what is to be looked at again: two weeks ahead, and once it is late."""

from django.db import transaction
from django.db.models import F, Q

from foundation.common import clock
from knowledge.enums import ArticleState
from knowledge.models import Article
from knowledge.people import tell
from knowledge.selectors import due


def remind_owners() -> int:
    """Run again on the same day it tells nobody twice. Returns how many were told."""
    today, told = clock.today(), 0
    never = Q(reminded_on=None)
    late = Q(review_due_on__lt=today) & Q(reminded_on__lte=F("review_due_on"))
    for pk in list(due(Article.objects.all()).filter(never | late).values_list("pk", flat=True)):
        with transaction.atomic():
            article = (
                Article.objects.select_for_update(of=("self",), no_key=True).select_related("owner__user").get(pk=pk)
            )
            if article.state != ArticleState.IN_FORCE or article.review_due_on is None:
                continue
            what = "late" if article.is_overdue else "due"
            tell([article.owner], article, what, occasion=article.review_due_on)
            Article.objects.filter(pk=pk).update(reminded_on=today)
            told += 1
    return told
