"""What free texts say: those who see all units, heads and liaisons; the list of themes is the leads', checking it theirs and the managers'."""

from uuid import uuid4

from analysis.voices import lists
from analysis.voices.passing import gather
from tests.architecture.row import Row

READ = {"liwen": 200, "zhouhang": 200, "qianli": 200, "chenjie": 200, "wudi": 200, "sunyan": 200, "*": 403}
ALL = {"liwen": 200, "zhouhang": 200, "qianli": 200, "*": 403}
LEAD = {"liwen": 200, "*": 403}
LEAD_ACTS = {"liwen": 302, "*": 403}
CHECK = {"liwen": 200, "zhouhang": 200, "*": 403}
CHECKS = {"liwen": 302, "zhouhang": 302, "*": 403}


def said(world) -> dict:
    """Six tickets about a fee, of East Branch."""
    from tests.analysis.voices.world import tickets

    if not hasattr(world, "voices_said"):
        world.voices_said = tickets(world.cast, "信用卡年费没有提醒就扣了，请打13812345678", 6, received_at=_now())
        gather()
    return {}


def _now():
    from foundation.common import clock

    return clock.now()


def drafted(world) -> dict:
    said(world)
    lists.begin_draft(actor=world.cast.li)
    return {}


def fees(world) -> dict:
    return {**said(world), "number": 1}


def draft_of_fees(world) -> dict:
    return {**drafted(world), "number": 1}


def none_such(world) -> dict:
    return {**drafted(world), "number": 99}


def _sent(**given):
    return lambda world: {**given, "version": lists.draft().version, "client_key": uuid4()}


def _text(right: str = "yes"):
    def data(world) -> dict:
        from analysis.models import VoiceText

        return {"text": VoiceText.objects.first().public_id, "right": right}

    return data


def _form(name: str, kwargs, data, wrong) -> list[Row]:
    refused = {"liwen": 422, "*": 403}
    return [
        Row(f"analysis:{name}", LEAD, kwargs),
        Row(f"analysis:{name}", LEAD_ACTS, kwargs, "post", data),
        Row(f"analysis:{name}", refused, kwargs, "post", wrong, variant="wrong"),
    ]


NEW = _sent(name_zh="地面安全", words="台阶、湿滑")
ROWS = [
    Row("analysis:voices", READ, variant="empty"),
    Row("analysis:voices", READ, said),
    Row("analysis:voices", {"*": 405}, said, "post"),
    Row("analysis:voices_export", READ, said),
    Row("analysis:voice_texts", READ, said),
    Row("analysis:voice_texts", READ, said, query="?theme=1", variant="of a theme"),
    Row("analysis:voice_texts", {**dict.fromkeys(READ, 404), "*": 403}, said, query="?word=0", variant="no such word"),
    Row("analysis:voice_texts_export", ALL, said),
    Row("analysis:themes", READ, variant="empty"),
    Row("analysis:themes", READ, said),
    Row("analysis:themes", READ, drafted, variant="draft"),
    Row("analysis:themes_draft", LEAD_ACTS, said, "post"),
    Row("analysis:themes_draft", {"*": 405}, said, variant="read"),
    *_form("theme_add", drafted, NEW, _sent(name_zh="", words="费")),
    *_form("theme_edit", draft_of_fees, NEW, _sent(name_zh="", words="")),
    *_form("theme_merge", draft_of_fees, _sent(into="2"), _sent(into="1")),
    *_form("theme_split", draft_of_fees, _sent(words=["年费"], name_zh="年费"), _sent(name_zh="年费")),
    *_form("themes_words", drafted, _sent(own="惠民贷", stop="客服"), _sent(own="客服", stop="客服")),
    Row("analysis:theme_edit", {"liwen": 404, "*": 403}, none_such, variant="no such theme"),
    Row("analysis:theme_edit", {"liwen": 409, "*": 403}, fees, variant="no draft"),
    Row("analysis:theme_remove", LEAD_ACTS, draft_of_fees, "post", _sent()),
    Row("analysis:theme_remove", {"*": 405}, draft_of_fees, variant="read"),
    Row("analysis:themes_presets", LEAD_ACTS, drafted, "post", _sent()),
    Row("analysis:themes_presets", {"*": 405}, drafted, variant="read"),
    Row("analysis:themes_put_in_force", LEAD_ACTS, drafted, "post", _sent()),
    Row("analysis:themes_put_in_force", {"*": 405}, drafted, variant="read"),
    Row("analysis:themes_discard", LEAD_ACTS, drafted, "post", _sent()),
    Row("analysis:themes_discard", {"*": 405}, drafted, variant="read"),
    Row("analysis:theme_check", CHECK, fees),
    Row("analysis:theme_check", CHECKS, fees, "post", _text()),
]
