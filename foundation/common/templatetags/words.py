"""`translate` and `url` as Django has them, and `kept`: what is the same on every page is written once a process.

A page has a hundred words of its own and a dozen addresses. Found anew each time, they cost more than its queries.
"""

from uuid import UUID

from django import template
from django.template.base import FilterExpression, Node, Variable
from django.template.defaulttags import URLNode, url as plain_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from foundation.common.addresses import address, keep, where

register = template.Library()
# Of a kept part, and of an address that stands in a template: as many as there are languages and sets of values, or places of the portal.
KEEP_AT_MOST, PLACES_AT_MOST = 200, 20


class WordNode(TranslateNode):
    """Words that stand in the template itself, by language."""

    def __init__(self, node: TranslateNode):
        super().__init__(node.filter_expression, node.noop, node.asvar, node.message_context)
        self._kept: dict[tuple, str] = {}

    def render(self, context) -> str:
        place = (get_language(), context.autoescape)
        word = self._kept.get(place)
        if word is None:
            shown = super().render(context)
            word = keep(self._kept, place, context[self.asvar] if self.asvar else shown, PLACES_AT_MOST)
        if self.asvar:
            context[self.asvar] = word
            return ""
        return word


@register.tag
def translate(parser, token) -> Node:
    node = do_translate(parser, token)
    if isinstance(node, TranslateNode) and _is_text(node.filter_expression) and _is_text(node.message_context):
        return WordNode(node)
    return node


def _is_text(given: FilterExpression | None) -> bool:
    if given is None:
        return True
    is_literal = isinstance(given.var, str) or (isinstance(given.var, Variable) and given.var.lookups is None)
    return is_literal and not given.filters


class AddressNode(URLNode):
    """An address by a name that stands in the template: of a page of its own, or of one by its key."""

    def __init__(self, node: URLNode):
        super().__init__(node.view_name, node.args, node.kwargs, node.asvar)
        self._kept: dict[tuple, str] = {}

    def render(self, context) -> str:
        if self.args:
            key = self.args[0].resolve(context)
            try:
                found = address(self.view_name.var, key) if type(key) in (UUID, int) else None
            except NoReverseMatch:
                found = None
            if found is None:
                return super().render(context)
        else:
            place = where()
            found = self._kept.get(place)
            if found is None:
                shown = super().render(context)
                found = keep(self._kept, place, context[self.asvar] if self.asvar else shown, PLACES_AT_MOST)
        if self.asvar:
            context[self.asvar] = found
            return ""
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser, token) -> Node:
    node = plain_url(parser, token)
    simple = isinstance(node.view_name.var, str) and not node.view_name.filters
    return AddressNode(node) if simple and not node.kwargs and len(node.args) <= 1 else node


class KeptNode(Node):
    """A part of a page, by language and by what it says that it depends on."""

    def __init__(self, nodelist, given: list[FilterExpression]):
        self.nodelist, self.given = nodelist, given
        self._kept: dict[tuple, SafeString] = {}

    def render(self, context) -> SafeString:
        place = (get_language(), *where(), *(one.resolve(context) for one in self.given))
        part = self._kept.get(place)
        if part is None:
            part = keep(self._kept, place, self.nodelist.render(context), KEEP_AT_MOST)
        return part


@register.tag
def kept(parser, token) -> Node:
    """`{% kept value … %}…{% endkept %}`: drawn once a process for each language and each set of values.

    For what says the same to everybody who reads the language. Nothing in it may depend on a person, a right, the time or a row that changes.
    """
    given = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, given)
