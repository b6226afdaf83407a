"""What free texts enter in the house's registries when the app is ready."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from analysis.voices.counting import verify_voices
from analysis.voices.models import VoiceList
from foundation.audit.labels import register_label
from foundation.audit.naming import namer_by_text, register_namer
from foundation.audit.verifiers import register
from foundation.audit.words import register_values, register_words

STEPS = {
    "add": _("Theme added"),
    "change": _("Theme changed"),
    "remove": _("Theme taken out"),
    "merge": _("Themes merged"),
    "split": _("Theme split"),
    "words": _("Words changed"),
    "presets": _("Themes of the presets added"),
}


def enter_voices() -> None:
    register("voices", verify_voices)
    register_namer("analysis.voicelist", namer_by_text(VoiceList), _("list of themes"))
    register_namer("analysis.themecheck", None, _("check of a theme"))
    register_namer("analysis.tonemodel", None, _("what was learned of the tone"))
    register_words({"right": pgettext_lazy("of a theme", "Right"), "version": _("Version of the list")})
    register_values("step", {f"theme_{name}": label for name, label in STEPS.items()})
    for act, sentence, tone in (
        ("themes.draft", _("Draft of the list of themes begun"), "idle"),
        ("themes.put_in_force", _("List of themes put in force"), "done"),
        ("themes.discard", _("Draft of the list of themes discarded"), "late"),
        ("themes.check", _("A theme was checked"), "go"),
        ("keywords.export", _("Keywords and themes exported"), "wait"),
        ("voices.export", _("Texts of customers exported"), "wait"),
        ("voices.learn", _("Tone of texts learned anew"), "idle"),
    ):
        register_label(f"analysis.{act}", sentence, tone=tone)
    register_label(
        "analysis.themes.change",
        _("List of themes changed"),
        tone="go",
        detail=lambda event: str(STEPS.get(str(event.details.get("step", "")).removeprefix("theme_"), "")),
    )
