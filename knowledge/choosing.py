"""Which article a form of another room names."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from knowledge.models import Article
from knowledge.selectors import visible_to


def article_named(request: HttpRequest) -> Article:
    """`article` of the form, within the reader's rights; otherwise 404, also for a text that is no key."""
    try:
        return visible_to(request.person).get(public_id=request.POST.get("article", ""))
    except (Article.DoesNotExist, ValidationError) as missing:
        raise Http404 from missing
