"""What waits for whom in this room, and what of it the search finds."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.audit.selectors import days_done
from foundation.common.texts import localized
from organization.enums import Role
from organization.models import Person
from organization.searching import Hit
from organization.worklist import WorkItem
from standards.enums import VersionState
from standards.models import StandardVersion
from standards.rules import can_approve_version, can_create_standard, can_put_in_force
from standards.selectors import version_in_force, visible_to


def standards_waiting_for(person: Person) -> list[WorkItem]:
    """Managers: what waits for approval. Leads: their drafts and pilots. Both: what is approved and has no day yet. Leads: that there is none."""
    if not person.has_role(Role.LEAD, Role.MANAGER):
        return []
    items = []
    waiting = StandardVersion.objects.select_related("standard").filter(
        state__in=(VersionState.DRAFT, VersionState.PILOT, VersionState.SUBMITTED, VersionState.APPROVED)
    )
    asked = days_done([one for one in waiting if one.state == VersionState.SUBMITTED], "standards.version.submit")
    for version in waiting:
        if title := _what_to_do(person, version):
            items.append(_item(version, title, asked.get(version.public_id)))
    if not waiting and can_create_standard(person) and version_in_force() is None:
        from django.urls import reverse

        items.append(
            WorkItem(
                title=_("Make a standard"),
                url=reverse("standards:standard_list"),
                group="standards",
                detail=_("No standard is in force; without one no cycle can be opened."),
                state=_("Missing"),
                tone="late",
            )
        )
    return items


def _what_to_do(person: Person, version: StandardVersion) -> str:
    if version.state == VersionState.SUBMITTED:
        return _("Approve the standard") if can_approve_version(person, version) else ""
    if version.state == VersionState.APPROVED:
        return _("Put the standard in force") if not version.in_force_from and can_put_in_force(person, version) else ""
    if not can_create_standard(person):
        return ""
    if version.state == VersionState.PILOT:
        return _("Finish the pilot of the standard")
    return _("Revise the returned standard") if version.returned_reason else _("Finish the draft of the standard")


def _item(version: StandardVersion, title: str, since: date | None) -> WorkItem:
    state = VersionState(version.state)
    return WorkItem(
        title=title,
        url=version.get_absolute_url(),
        group="standards",
        detail=_("%(standard)s, version %(number)s") % {"standard": version.standard, "number": version.number},
        state=str(state.label),
        tone=state.tone,
        since=since,
    )


def find_standards(person: Person, words: str) -> list[Hit]:
    """Standards by name or code; indicators by name lead to the version in force."""
    rows = visible_to(person).filter(
        Q(standard__name_zh__icontains=words) | Q(standard__name_en__icontains=words) | Q(standard__code__iexact=words)
    )
    hits = [
        Hit(
            title=_("%(standard)s, version %(number)s") % {"standard": row.standard, "number": row.number},
            url=row.get_absolute_url(),
            kind=_("Standard"),
            detail=str(VersionState(row.state).label),
        )
        for row in rows[:5]
    ]
    version = version_in_force()
    if version is not None:
        found = version.indicators.select_related("dimension").filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words)
        )
        hits += [
            Hit(
                title=f"{row.code} {localized(row, 'name')}",
                url=f"{version.get_absolute_url()}#indicator-{row.code}",
                kind=_("Indicator"),
                detail=str(row.dimension),
            )
            for row in found[: 10 - len(hits)]
        ]
    return hits
