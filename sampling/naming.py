"""What the acts and things of this room are called in the audit trail."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.labels import register_label
from foundation.audit.words import register_values, register_words
from sampling.enums import ReplacementReason
from sampling.models import Draw

ACTS = (
    ("sampling.draw.commit", _("Secret committed"), "go"),
    ("sampling.draw.freeze", _("Sampling frame frozen"), "wait"),
    ("sampling.nonce.add", _("Random characters added"), "go"),
    ("sampling.draw.draw", _("Drawn, secret revealed"), "done"),
    ("sampling.item.replace", _("Item replaced from the reserve list"), "wait"),
)


def register_all() -> None:
    for action, sentence, tone in ACTS:
        register_label(action, sentence, tone=tone)
    register_words(
        {
            "stratum": _("Stratum"),
            "reserves": _("Reserve list"),
            "fallen": _("Position that fell out"),
            "taken": _("Position that came in"),
            "reason": _("Reason"),
            "asked_by": _("Whose item it was"),
        }
    )
    register_values("reason", dict(ReplacementReason.choices))


def names_of_draws(public_ids: set[str]) -> dict[str, str]:
    return {
        str(public_id): title
        for public_id, title in Draw.objects.filter(public_id__in=public_ids).values_list("public_id", "title")
    }
