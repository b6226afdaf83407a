"""Editions: written by one, approved by another, published as approved, corrected by a new one."""

import hashlib
import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from assessments.enums import CycleState
from assessments.models import ScoreTotal
from foundation.audit.models import AuditEvent
from foundation.common import clock, engine
from foundation.common.errors import Conflict, Invalid, NotAllowed
from foundation.notifications.models import Notification
from organization.enums import Role, UnitKind
from organization.models import Person, RoleAssignment, Unit
from organization.worklist import work_waiting_for
from publication import services
from publication.enums import PublicationState
from publication.models import Acknowledgement, Publication, PublishedFigure, Snapshot
from publication.selectors import visible_to
from publication.verification import verify_snapshots
from tests.factories import make_scored_quarter


@pytest.fixture
def cycle(cast):
    return make_scored_quarter(cast)


def write(cast, cycle, **texts) -> Publication:
    publication = services.draft_publication(cycle=cycle, author=cast.li)
    services.edit_publication(
        publication=publication, actor=cast.li, version=publication.version, texts={"summary_zh": "总体良好", **texts}
    )
    return publication


def publish(cast, cycle, **texts) -> Publication:
    publication = write(cast, cycle, **texts)
    services.propose_publication(publication=publication, actor=cast.li)
    services.approve_publication(publication=publication, actor=cast.zhou)
    services.release_due()
    publication.refresh_from_db()
    return publication


@pytest.fixture
def published(cast, cycle):
    return publish(cast, cycle)


def test_published_edition_closes_the_cycle_and_tells_everybody(cast, cycle, published):
    cycle.refresh_from_db()
    told = Notification.objects.filter(kind="publication.edition.published").values_list("user__username", flat=True)

    assert (published.state, cycle.state) == (PublicationState.PUBLISHED, CycleState.PUBLISHED)
    assert set(told) == {person.user.username for person in cast.everybody}


def test_figures_are_copied_as_rows(cast, published):
    rows = published.snapshot.figures.filter(code="R1").values_list("unit_code", "value", "n")
    assert set(rows) == {("BR-E", "62.5000", 4), ("BR-W", "96.0000", 4)}


def test_comparable_units_are_called_in_the_readers_language(client, cast, cycle):
    Unit.objects.filter(pk=cast.east.pk).update(peer_group="支行一类")
    Unit.objects.filter(pk=cast.west.pk).update(peer_group="零售条线", kind=UnitKind.DEPARTMENT)
    published = publish(cast, cycle)
    client.force_login(cast.he.user)
    url = reverse("publication:publication_detail", args=[published.public_id])

    def groups(language: str) -> list[str]:
        return re.findall(r"<h3>(.+?)</h3>", client.get(url, headers={"accept-language": language}).content.decode())

    assert (groups("en"), groups("zh-hans")) == (["Branch", "Department"], ["支行", "部门"])


def test_releasing_again_publishes_nothing_more(published):
    assert services.release_due() == 0


def test_edition_waits_for_its_time(cast, cycle):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    later = clock.now() + timedelta(hours=1)
    services.approve_publication(publication=publication, actor=cast.zhou, publish_at=later)

    assert services.release_due() == 0
    with clock.travelling(later + timedelta(seconds=1)):
        assert services.release_due() == 1


def test_author_cannot_approve(cast, cycle):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    with pytest.raises(NotAllowed):
        services.approve_publication(publication=publication, actor=cast.li)


def test_whoever_wrote_a_part_of_it_cannot_approve_though_another_proposed_it(client, cast, cycle):
    RoleAssignment.objects.create(person=cast.zhou, role=Role.LEAD, unit=cast.bank, valid_from=date(2020, 1, 1))
    zhou = Person.objects.get(pk=cast.zhou.pk)
    publication = services.draft_publication(cycle=cycle, author=zhou)
    services.edit_publication(
        publication=publication, actor=zhou, version=publication.version, texts={"summary_zh": "总体良好"}
    )
    services.propose_publication(publication=publication, actor=cast.li)
    assert publication.author == cast.li
    with pytest.raises(NotAllowed):
        services.approve_publication(publication=publication, actor=zhou)
    with pytest.raises(NotAllowed):
        services.return_publication(publication=publication, actor=zhou, reason="再看看")
    assert [item for item in work_waiting_for(zhou) if item.group == "publication"] == []


@pytest.mark.parametrize("days", [-800_000, -2, 367])
def test_time_that_has_passed_or_lies_far_ahead_is_refused(cast, cycle, days):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    when = datetime(1, 1, 2, tzinfo=UTC) if days < -1000 else clock.now() + timedelta(days=days)
    with pytest.raises(Invalid) as refused:
        services.approve_publication(publication=publication, actor=cast.zhou, publish_at=when)
    assert list(refused.value.message_dict) == ["publish_at"]


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "qian", "feng"])
def test_edition_is_written_by_the_lead_only(cast, cycle, who):
    with pytest.raises(NotAllowed):
        services.draft_publication(cycle=cycle, author=getattr(cast, who))


def test_second_draft_is_the_first_one(cast, cycle):
    assert services.draft_publication(cycle=cycle, author=cast.li) == services.draft_publication(
        cycle=cycle, author=cast.li
    )


def test_draft_shows_what_would_be_frozen(client, cast, cycle):
    publication = write(cast, cycle)
    client.force_login(cast.li.user)
    page = client.get(publication.get_absolute_url())
    assert [row.code for _group, rows in page.context["body"].groups for row in rows] == ["BR-W", "BR-E"]
    assert page.context["is_preview"]


def test_draft_begun_by_mistake_is_discarded_and_the_trail_keeps_it(client, cast, cycle, published):
    client.force_login(cast.li.user)
    client.post(reverse("publication:publication_draft"), {"cycle": cycle.code})
    second = Publication.objects.get(edition=2)
    client.post(reverse("publication:publication_discard", args=[second.public_id]))
    assert [one.edition for one in Publication.objects.all()] == [1]
    assert AuditEvent.objects.filter(action="publication.edition.discard", target=str(second.public_id)).count() == 1
    assert verify_snapshots() == []


def test_what_was_proposed_once_is_not_discarded(cast, cycle):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    services.return_publication(publication=publication, actor=cast.zhou, reason="改")
    with pytest.raises(NotAllowed):
        services.discard_publication(publication=publication, actor=cast.li)


def test_published_edition_waits_to_be_read_until_one_says_so(cast, published):
    def to_read(person) -> list[str]:
        return [item.url for item in work_waiting_for(person) if item.title.startswith("Read: ")]

    assert to_read(cast.zhao) == [published.get_absolute_url()]
    services.acknowledge_publication(publication=published, actor=cast.zhao)
    assert (to_read(cast.zhao), to_read(cast.wu)) == ([], [published.get_absolute_url()])
    with clock.travelling(clock.now() + timedelta(days=31)):
        assert to_read(cast.wu) == []


def test_only_the_last_edition_waits_to_be_read(cast, cycle, published):
    second = publish(cast, cycle, change_note="更正")
    [item] = [item for item in work_waiting_for(cast.zhao) if item.group == "publication"]
    assert item.url == second.get_absolute_url()


def test_edition_waits_until_scoring_has_ended(cast):
    with pytest.raises(NotAllowed):
        services.draft_publication(cycle=make_scored_quarter(cast, state=CycleState.COLLECTING), author=cast.li)


def test_edition_without_summary_cannot_be_proposed(cast, cycle):
    publication = services.draft_publication(cycle=cycle, author=cast.li)
    with pytest.raises(Invalid):
        services.propose_publication(publication=publication, actor=cast.li)


def test_stale_edit_is_refused_and_keeps_what_was_typed(cast, cycle):
    publication = write(cast, cycle)
    with pytest.raises(Conflict) as refused:
        services.edit_publication(publication=publication, actor=cast.li, version=1, texts={"summary_zh": "另一版"})
    assert [text for _label, text in refused.value.typed] == ["另一版"]


def test_results_that_moved_after_the_proposal_cannot_be_approved(cast, cycle):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    ScoreTotal.objects.filter(unit=cast.east, code="R1").update(total=1)
    with pytest.raises(Conflict):
        services.approve_publication(publication=publication, actor=cast.zhou)


def test_results_that_moved_after_the_approval_are_not_published(cast, cycle):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    services.approve_publication(publication=publication, actor=cast.zhou)
    ScoreTotal.objects.filter(unit=cast.east, code="R1").update(total=1)

    assert services.release_due() == 0
    publication.refresh_from_db()
    assert (publication.state, publication.snapshot) == (PublicationState.DRAFT, None)
    assert Notification.objects.filter(kind="publication.edition.moved", user=cast.li.user).count() == 1


def test_returned_edition_is_a_draft_again_with_the_reason(cast, cycle):
    publication = write(cast, cycle)
    services.propose_publication(publication=publication, actor=cast.li)
    services.return_publication(publication=publication, actor=cast.zhou, reason="请补充原因分析")

    assert (publication.state, publication.returned_reason) == (PublicationState.DRAFT, "请补充原因分析")
    services.propose_publication(publication=publication, actor=cast.li)
    assert publication.snapshots.count() == 2


def test_correction_is_a_new_edition_that_says_what_changed(cast, cycle, published):
    second = services.draft_publication(cycle=cycle, author=cast.li)
    with pytest.raises(Invalid):
        services.propose_publication(publication=second, actor=cast.li)
    second = publish(cast, cycle, change_note="更正城东支行一项")

    assert (second.edition, published.snapshot.body == second.snapshot.body) == (2, False)
    assert verify_snapshots() == []


def test_drafts_are_seen_by_lead_manager_and_supervisor(cast, cycle):
    write(cast, cycle)
    seen_by = {person.user.username for person in cast.everybody if visible_to(person).exists()}
    assert seen_by == {"liwen", "zhouhang", "qianli"}


def test_published_edition_is_seen_by_everybody(cast, published):
    assert all(visible_to(person).exists() for person in cast.everybody)


def test_download_has_the_digest_of_the_page(client, cast, published):
    client.force_login(cast.zhao.user)
    text = client.get(reverse("publication:publication_download", args=[published.public_id])).content
    assert hashlib.sha256(text).hexdigest() == published.snapshot.digest


def test_acknowledging_counts_once(cast, published):
    assert [services.acknowledge_publication(publication=published, actor=cast.zhao) for _ in range(2)] == [True, False]
    assert Acknowledgement.objects.count() == 1


def tamper(model, sql: str, *values) -> None:
    engine.unseal_table(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    engine.seal_table(model._meta.db_table)


def test_changed_text_is_named_and_marked_on_the_page(client, cast, published):
    tamper(Snapshot, "UPDATE publication_snapshot SET body = replace(body, '62.5000', '92.5000')")

    assert len(verify_snapshots()) == 2
    client.force_login(cast.zhao.user)
    assert client.get(published.get_absolute_url()).context["holds"] is False
    assert client.get(reverse("publication:publication_verify", args=[published.public_id])).context["holds"] is False


def test_changed_text_with_a_new_digest_is_still_named(published):
    body = published.snapshot.body.replace("62.5000", "92.5000")
    digest = hashlib.sha256(body.encode()).hexdigest()
    tamper(Snapshot, "UPDATE publication_snapshot SET body = %s, digest = %s", body, digest)
    assert verify_snapshots() != []


def test_changed_title_is_named(cast, published):
    Publication.objects.update(summary_zh="全部达标")
    assert verify_snapshots() == [
        "Publication 2021Q1, edition 1: this does not hold: Title and summary on the page are those of the text."
    ]


@pytest.mark.parametrize("act", ["hidden", "deleted"])
def test_published_edition_that_is_no_more_is_named(published, act):
    if act == "hidden":
        Publication.objects.update(state=PublicationState.DRAFT)
    else:
        for model in (PublishedFigure, Snapshot):
            engine.unseal_table(model._meta.db_table)
        Publication.objects.update(snapshot=None)
        PublishedFigure.objects.all().delete()
        Snapshot.objects.all().delete()
        Publication.objects.all().delete()
        for model in (PublishedFigure, Snapshot):
            engine.seal_table(model._meta.db_table)
    [fault] = verify_snapshots()
    assert fault.startswith(f"Publication {published.public_id} was published (audit event ")


def test_changed_figure_row_is_named(published):
    tamper(
        PublishedFigure,
        "UPDATE publication_publishedfigure SET value = '92.5000' WHERE code = 'R1' AND unit_code = 'BR-E'",
    )
    assert len(verify_snapshots()) == 1


@pytest.mark.parametrize("model", [Snapshot, PublishedFigure])
def test_frozen_rows_cannot_be_changed(published, model):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(**{"digest" if model is Snapshot else "value": "1"})


def test_whole_path_through_the_pages(client, cast, cycle):
    client.force_login(cast.li.user)
    client.post(reverse("publication:publication_draft"), {"cycle": cycle.code})
    publication = Publication.objects.get()
    edit = reverse("publication:publication_edit", args=[publication.public_id])
    form = client.get(edit).context["form"]
    client.post(edit, {**{name: form[name].value() or "" for name in form.fields}, "summary_zh": "总体良好"})
    client.post(reverse("publication:publication_propose", args=[publication.public_id]))
    client.force_login(cast.zhou.user)
    client.post(reverse("publication:publication_approve", args=[publication.public_id]), {"publish_at": ""})
    client.force_login(cast.zhao.user)

    page = client.get(publication.get_absolute_url())
    assert (page.status_code, page.context["holds"]) == (200, True)
    assert [row.code for _group, rows in page.context["body"].groups for row in rows] == ["BR-W", "BR-E"]


@pytest.mark.race
def test_parallel_releases_publish_once(committed_cast):
    cast = committed_cast
    publication = write(cast, make_scored_quarter(cast))
    services.propose_publication(publication=publication, actor=cast.li)
    services.approve_publication(publication=publication, actor=cast.zhou)
    results = []

    def release():
        try:
            results.append(services.release_due())
        finally:
            connection.close()

    threads = [threading.Thread(target=release) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(results) == 1
    assert Notification.objects.filter(kind="publication.edition.published", user=cast.zhao.user).count() == 1
