"""A sample's design in sentences: what the lead sees while choosing, and the approver afterwards."""

from collections.abc import Iterable

from django.utils.translation import gettext as _, ngettext

from assessments.enums import SizeWay
from assessments.models import SampleDesign
from foundation.common.texts import labelled
from records.enums import Touchpoint
from sampling.enums import Allocation, Severity
from sampling.switching import SCORE_TO_REDUCE


def sentences_of(design: SampleDesign | None, size: int) -> list[str]:
    """Why so many records, and how they are spread. `size`: the plan's number of records."""
    if design is None:
        return [_records(size), _("The number was chosen by hand.")] if size else []
    return [*_WAYS[SizeWay(design.way)](design, size), *_spread_sentences(design)]


def _records(size: int) -> str:
    return ngettext("%(n)d record is looked at.", "%(n)d records are looked at.", size) % {"n": size}


def _by_hand(design: SampleDesign, size: int) -> list[str]:
    return [
        _records(size),
        labelled(_("Chosen by hand"), design.reason) if design.reason else _("The number was chosen by hand."),
    ]


def _by_precision(design: SampleDesign, size: int) -> list[str]:
    values = {"precision": _plain(design.precision), "deviation": f"{design.deviation:.1f}", "n": size}
    sentences = [
        _("With %(n)d records the mean is known to ± %(precision)s points (interval of 95 %%).") % values,
        _("Single sheets spread by %(deviation)s points in %(cycle)s.")
        % {**values, "cycle": design.deviation_cycle.code}
        if design.deviation_cycle
        else _("How the sheets of this department spread is not known yet; %(deviation)s points are usual.") % values,
    ]
    if design.population:
        sentences.append(
            _(
                "It is reckoned with %(population)d records, those there are so far or those of the quarter before, whichever is more;"
                " so fewer are needed than without end."
            )
            % {"population": design.population}
        )
    if design.allocation != Allocation.PROPORTIONAL:
        sentences.append(_("The precision holds for records drawn in proportion; spread otherwise it is a guide."))
    return sentences


def _by_acceptance(design: SampleDesign, size: int) -> list[str]:
    plan = design.acceptance_plan
    values = {
        "lot": design.population,
        "level": design.level,
        "letter": plan.letter,
        "aql": design.aql,
        "severity": Severity(design.severity).label,
        "size": size,
        "acceptance": plan.acceptance,
        "rejection": plan.rejection,
        "share": f"{100 * plan.limiting_share():.0f}",
    }
    lot = _(
        "Reckoned with a lot of %(lot)d records, those there are so far or those of the quarter before, whichever is more:"
        " level %(level)s and AQL %(aql)s%% give letter %(letter)s, %(severity)s: %(size)d records."
    )
    plainly = ngettext(
        "The quarter is accepted with up to %(acceptance)d nonconforming sheet: below target, failed, or a critical indicator.",
        "The quarter is accepted with up to %(acceptance)d nonconforming sheets: below target, failed, or a critical indicator.",
        plan.acceptance,
    )
    if not plan.acceptance:
        plainly = _(
            "The quarter is accepted without any nonconforming sheet: below target, failed, or a critical indicator."
        )
    between = _(
        "The quarter is plainly accepted up to Ac %(acceptance)d and refused from Re %(rejection)d nonconforming sheets on."
    )
    afterwards = _("Between the two it is accepted, and the next quarter is inspected normally.")
    limiting = _("With %(share)s %% nonconforming service a department is still accepted once in ten times.")
    has_gap = plan.rejection > plan.acceptance + 1
    sentences = [sentence % values for sentence in (lot, *((between, afterwards) if has_gap else (plainly,)), limiting)]
    return [*sentences, *_standing_sentences(design)]


def _standing_sentences(design: SampleDesign) -> list[str]:
    if not design.lots:
        return [_("No earlier quarter was planned this way, so inspection begins normal.")]
    sentence = ngettext(
        "The severity follows from %(n)d earlier quarter; the switching score is %(score)d, reduced inspection is open from %(limit)d on.",
        "The severity follows from %(n)d earlier quarters; the switching score is %(score)d, reduced inspection is open from %(limit)d on.",
        design.lots,
    )
    found = [sentence % {"n": design.lots, "score": design.score, "limit": SCORE_TO_REDUCE}]
    return found + ([labelled(_("Mended before inspection went on"), design.reason)] if design.reason else [])


_WAYS = {SizeWay.HAND: _by_hand, SizeWay.PRECISION: _by_precision, SizeWay.ACCEPTANCE: _by_acceptance}


def _spread_sentences(design: SampleDesign) -> list[str]:
    sentences = []
    if design.touchpoints:
        sentences.append(labelled(_("Drawn from these touchpoints only"), touchpoint_names(design.touchpoints)))
    if design.allocation == Allocation.CHOSEN:
        sentences.append(labelled(_("Chosen for each touchpoint"), shares_in_words(design.shares)))
    elif design.allocation == Allocation.EQUAL:
        sentences.append(_("Each touchpoint gives the same number."))
    elif design.allocation == Allocation.NEYMAN:
        sentences.append(_("Touchpoints with more records and wider spread give more (Neyman)."))
    if design.allocation != Allocation.PROPORTIONAL:
        sentences.append(
            _(
                "The result is the mean of the sheets, so a touchpoint that gives more than its share counts for more in it."
            )
        )
    if design.minimum > 1 and design.allocation != Allocation.CHOSEN:
        sentences.append(_("Each touchpoint gives %(n)d records at least.") % {"n": design.minimum})
    return sentences


def touchpoint_names(touchpoints: Iterable[str]) -> str:
    return _(", ").join(str(Touchpoint(name).label) for name in touchpoints if name in Touchpoint.values)


def shares_in_words(shares: dict[str, int]) -> str:
    return _(", ").join(
        f"{Touchpoint(name).label} {number}" for name, number in shares.items() if number and name in Touchpoint.values
    )


def _plain(points) -> str:
    return f"{points:f}".rstrip("0").rstrip(".")
