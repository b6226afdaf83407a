from django.utils.translation import gettext_lazy as _

from foundation.common.states import State


class PublicationState(State):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waiting for approval")
    APPROVED = "approved", _("To be published")
    PUBLISHED = "published", _("Published")

    @classmethod
    def tones(cls):
        return {"draft": "idle", "proposed": "wait", "approved": "go", "published": "done"}

    @classmethod
    def transitions(cls):
        return {"draft": ("proposed",), "proposed": ("approved", "draft"), "approved": ("published", "draft")}
