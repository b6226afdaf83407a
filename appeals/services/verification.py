"""For `manage.py verify`: appeals say what was sent, rulings what was signed, and each ruling that upheld something has its one revision."""

from appeals.enums import UPHELD, AppealState, RulingState
from appeals.models import Appeal, Ruling, StaffWord
from appeals.sealing import content_digest_of, ruling_digest_of
from assessments.models import Amendment
from foundation.audit.models import AuditEvent


def _noted(action: str, name: str) -> dict[tuple[str, str], dict]:
    """{(target, details[name]): details} of an act."""
    rows = AuditEvent.objects.filter(action=action).order_by("number").values_list("target", "details")
    return {(target, details.get(name, "")): details for target, details in rows}


def verify_appeals() -> list[str]:
    """One sentence for each thing that does not hold."""
    return [*_appeals(), *_rulings(), *_words()]


def _appeals() -> list[str]:
    wrong = []
    sent = {target for target, _digest in _noted("appeals.appeal.submit", "digest")}
    digests = set(_noted("appeals.appeal.submit", "digest"))
    for appeal in Appeal.objects.exclude(state=AppealState.DRAFT).order_by("pk"):
        if (str(appeal.public_id), content_digest_of(appeal)) not in digests:
            wrong.append(f"Appeal {appeal.number} is not what was sent.")
    present = {str(key) for key in Appeal.objects.exclude(state=AppealState.DRAFT).values_list("public_id", flat=True)}
    wrong += [f"The audit trail knows an appeal {target} that is not there." for target in sorted(sent - present)]
    return wrong


def _rulings() -> list[str]:
    wrong = []
    signed: dict[str, set[tuple[str, str]]] = {}
    for event in AuditEvent.objects.filter(action="appeals.ruling.sign"):
        signed.setdefault(event.details.get("ruling", ""), set()).add((event.actor, event.details.get("digest", "")))
    amended = dict(Amendment.objects.values_list("ruling", "revision"))
    rows = Ruling.objects.filter(state=RulingState.FINAL).select_related("appeal")
    for ruling in rows.prefetch_related("points", "consents__person").order_by("pk"):
        name, points = f"The ruling on appeal {ruling.appeal.number}", list(ruling.points.all())
        if ruling_digest_of(ruling, points) != ruling.digest:
            wrong.append(f"{name} is not what was signed.")
        kept = {(str(one.person.public_id), ruling.digest) for one in ruling.consents.all() if one.agrees}
        if kept != signed.get(str(ruling.public_id), set()):
            wrong.append(f"{name} has other signatures than the audit trail.")
        if any(point.outcome in UPHELD for point in points) != (ruling.public_id in amended):
            wrong.append(f"{name} and the revision of its sheet do not belong together.")
        elif amended.get(ruling.public_id) != ruling.revision_id:
            wrong.append(f"{name} names another revision than it has led to.")
    ruled = set(Ruling.objects.filter(state=RulingState.FINAL).values_list("appeal", flat=True))
    for appeal in Appeal.objects.filter(state=AppealState.RULED).exclude(pk__in=ruled):
        wrong.append(f"Appeal {appeal.number} is ruled, but there is no ruling.")
    return wrong


def _words() -> list[str]:
    noted = _noted("appeals.staff_sheet.say", "word")
    known = {word: (target, details.get("stance")) for (target, word), details in noted.items()}
    return [
        f"What was said to sheet {word.about.sheet.number} is not what the audit trail knows."
        for word in StaffWord.objects.select_related("about__sheet").order_by("pk")
        if known.get(str(word.public_id)) != (str(word.about.public_id), word.stance)
    ]
