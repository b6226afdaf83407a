from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "foundation.retention"
    label = "retention"

    def ready(self) -> None:
        from foundation.audit import words
        from foundation.audit.labels import register_label
        from foundation.audit.naming import register_namer
        from foundation.common.sealing import seal
        from foundation.retention.models import Erasure

        seal(Erasure)
        words.rooms.register("retention", _("Retention"))
        words.register_words({"data": _("Data")})
        register_label("retention.term.set", _("Said how long data is kept"), tone="go")
        register_label("retention.data.erase", _("Personal data erased"), tone="done")
        register_namer("retention.retentionterm", None, _("term"))
        register_namer("retention.erasure", None, _("erasure"))
