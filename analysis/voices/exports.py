"""The pages of free texts as workbooks."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _, pgettext

from analysis.voices.figures import FEWEST, Line, Voices
from analysis.voices.passages import Passage
from foundation.common.texts import localized


def headers() -> list[str]:
    return [
        _("Kind"), _("Word or theme"), _("Texts"), _("Texts in the period before"), _("Share in %"), _("95 % interval from"),
        pgettext("end of an interval", "to"), _("Change in standard errors"), _("Beyond chance"), _("Checked"), _("Right in %"),
    ]  # fmt: skip


def rows(found: Voices) -> Iterator[list]:
    for line in found.keywords:
        yield [_("Keyword"), *_row(line)]
    for line in found.themes:
        yield [_("Theme"), *_row(line)]
    is_few = found.loose_n and not found.loose.n
    yield [
        _("Without a theme"),
        "",
        _few() if is_few else found.loose_n,
        None,
        found.loose.value,
        found.loose.low,
        found.loose.high,
    ]
    for word, _item, n in found.loose_words:
        yield [_("Word of texts without a theme"), word, n]


def _few() -> str:
    return _("fewer than %(n)d") % {"n": FEWEST}


def _row(line: Line) -> list:
    if line.is_few:
        return [line.name, _few()]
    checked, before = line.checked, _few() if line.is_before_few else line.before
    return [
        line.name, line.n, before, line.share.value, line.share.low, line.share.high, None if line.z is None else f"{line.z:.2f}",
        line.is_sure if line.z is not None else None, checked.n if checked else None, checked.value if checked else None,
    ]  # fmt: skip


def text_headers() -> list[str]:
    return [
        _("Day"),
        _("Unit"),
        pgettext("of texts", "Source"),
        _("Channel"),
        _("Number"),
        _("Text"),
        _("Themes"),
        _("Score"),
    ]


def text_rows(passages: Iterable[Passage]) -> Iterator[list]:
    for one in passages:
        yield [
            one.row.day, localized(one.row.unit, "name"), one.source, one.channel, one.label, one.plain, "、".join(one.themes), one.row.score,
        ]  # fmt: skip
