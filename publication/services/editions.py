"""From the draft of an edition to its approval."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessments.models import Cycle
from assessments.services.passing import require_approved
from foundation.audit.services import record_event
from foundation.common import clock
from foundation.common.errors import Conflict, Invalid, require
from foundation.common.states import advance, swap
from foundation.notifications.services import notify
from organization.enums import Role
from organization.models import Person
from publication import rules
from publication.composing import compose
from publication.enums import PublicationState
from publication.freezing import FROZEN_TEXTS, SCHEMA, canonical, digest_of, figure_rows, sign
from publication.models import Acknowledgement, Publication, PublishedFigure, Snapshot

DAY, LONGEST_WAIT = timedelta(days=1), timedelta(days=366)


@transaction.atomic
def draft_publication(*, cycle: Cycle, author: Person) -> Publication:
    """Begin an edition; the one in the making, if there is one, is returned instead."""
    require(rules.can_draft_publication, author, cycle)
    started = Publication.objects.filter(cycle=cycle).exclude(state=PublicationState.PUBLISHED).first()
    if started:
        return started
    last = Publication.objects.filter(cycle=cycle).order_by("-edition").first()
    try:
        with transaction.atomic():
            publication = Publication.objects.create(
                cycle=cycle,
                edition=last.edition + 1 if last else 1,
                title_zh=last.title_zh if last else f"{cycle.code} 客户服务质量评估结果公示",
                title_en=last.title_en if last else f"Results of the service-quality assessment {cycle.code}",
                summary_zh=last.summary_zh if last else "",
                summary_en=last.summary_en if last else "",
                author=author,
            )
    except IntegrityError:  # somebody began one at the same moment
        return Publication.objects.exclude(state=PublicationState.PUBLISHED).get(cycle=cycle)
    record_event(
        actor=author,
        action="publication.edition.draft",
        target=publication,
        cycle=cycle.code,
        edition=publication.edition,
    )
    return publication


@transaction.atomic
def edit_publication(*, publication: Publication, actor: Person, version: int, texts: dict[str, str]) -> None:
    """Change the texts of a draft; refused when somebody else has changed it since `version`."""
    require(rules.can_edit_publication, actor, publication)
    changes = {name: texts[name].strip() for name in FROZEN_TEXTS if name in texts}
    if not changes.get("title_zh", publication.title_zh):
        raise Invalid({"title_zh": _("The Chinese title is required.")})
    if publication.version != version:
        raise Conflict(
            typed=[(str(Publication._meta.get_field(name).verbose_name), text) for name, text in changes.items()]
        )
    swap(publication, expected={"state": PublicationState.DRAFT}, **changes)
    record_event(actor=actor, action="publication.edition.edit", target=publication)


@transaction.atomic
def discard_publication(*, publication: Publication, actor: Person) -> None:
    """Take away a draft that was begun by mistake; the trail keeps that there was one."""
    require(rules.can_discard_publication, actor, publication)
    swap(publication, expected={"state": PublicationState.DRAFT})
    record_event(
        actor=actor,
        action="publication.edition.discard",
        target=publication,
        cycle=publication.cycle.code,
        edition=publication.edition,
    )
    publication.delete()


@transaction.atomic
def propose_publication(*, publication: Publication, actor: Person) -> Snapshot:
    """Freeze text and figures as they are now, and ask a manager. Raises Conflict where the results are not approved any more."""
    require(rules.can_edit_publication, actor, publication)
    require_approved(hold_still(publication.cycle_id))
    if not publication.summary_zh.strip():
        raise Invalid({"summary_zh": _("Write a summary before you propose the edition.")})
    if publication.edition > 1 and not publication.change_note.strip():
        raise Invalid({"change_note": _("Say what changed since the last edition, and why.")})
    body = compose(publication)
    text = canonical(body)
    digest, key_id = digest_of(text), settings.KEYRING.current
    snapshot = Snapshot.objects.create(
        publication=publication, schema=SCHEMA, body=text, digest=digest, key_id=key_id, signature=sign(digest, key_id)
    )
    PublishedFigure.objects.bulk_create(figure_rows(snapshot, body["figures"]))
    advance(publication, PublicationState.PROPOSED, snapshot=snapshot, returned_reason="", author=actor)
    managers = Person.objects.filter(role_assignments__role=Role.MANAGER).select_related("user").distinct()
    _tell(managers, publication, "publication.edition.proposed")
    record_event(
        actor=actor,
        action="publication.edition.propose",
        target=publication,
        before="draft",
        after="proposed",
        digest=digest,
    )
    return snapshot


def hold_still(cycle_id: int) -> Cycle:
    """Lock the cycle: a correction is either done, and among the figures that are compared now, or waits and is refused."""
    return Cycle.objects.select_for_update(no_key=True).get(pk=cycle_id)


def figures_have_moved(publication: Publication) -> bool:
    """Whether the results of the cycle are no longer those that were frozen."""
    return digest_of(canonical(compose(publication))) != publication.snapshot.digest


@transaction.atomic
def approve_publication(*, publication: Publication, actor: Person, publish_at: datetime | None = None) -> None:
    """A manager who has not written it; published by the schedule from `publish_at` on (now, if none is given).

    Raises Invalid for a time that has passed long ago or lies further ahead than a year.
    """
    require(rules.can_approve_publication, actor, publication)
    if publish_at is not None and not -DAY <= publish_at - clock.now() <= LONGEST_WAIT:
        raise Invalid({"publish_at": _("Choose a time from today on, within the next year.")})
    require_approved(hold_still(publication.cycle_id))
    if figures_have_moved(publication):
        raise Conflict(_("The results have changed since this was proposed. Return it, so that it is frozen anew."))
    when = publish_at or clock.now()
    advance(publication, PublicationState.APPROVED, approved_by=actor, publish_at=when)
    _tell([publication.author], publication, "publication.edition.approved")
    record_event(
        actor=actor,
        action="publication.edition.approve",
        target=publication,
        before="proposed",
        after="approved",
        digest=publication.snapshot.digest,
    )


@transaction.atomic
def return_publication(*, publication: Publication, actor: Person, reason: str) -> None:
    """Back to the author, with a reason."""
    require(rules.can_return_publication, actor, publication)
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is returned.")})
    before = publication.state
    advance(
        publication,
        PublicationState.DRAFT,
        returned_reason=reason.strip()[:300],
        snapshot=None,
        approved_by=None,
        publish_at=None,
    )
    _tell([publication.author], publication, "publication.edition.returned")
    record_event(actor=actor, action="publication.edition.return", target=publication, before=before, after="draft")


def acknowledge_publication(*, publication: Publication, actor: Person) -> bool:
    """Note that the person has read it; once. Returns whether it is new."""
    require(rules.can_acknowledge_publication, actor, publication)
    with transaction.atomic():
        _row, is_new = Acknowledgement.objects.get_or_create(publication=publication, person=actor)
        if is_new:
            record_event(actor=actor, action="publication.edition.acknowledge", target=publication)
    return is_new


def _tell(people, publication: Publication, kind: str) -> None:
    notify(
        users=[person.user for person in people],
        kind=kind,
        dedupe=f"{kind}:{publication.public_id}:{publication.version}",
        url=publication.get_absolute_url(),
        params={"cycle": publication.cycle.code, "edition": publication.edition},
    )
