"""What the acts of this room are called in the audit trail, and what its notices say."""

from django.utils.translation import gettext_lazy as _


def name_acts() -> None:
    from appeals.enums import AppealState, Outcome, Side, Stance
    from foundation.audit.labels import register_label, state_change
    from foundation.audit.words import register_values, register_words, rooms
    from foundation.workdays.recounting import moved_date

    steps = state_change(AppealState)
    for act, sentence, tone, detail in (
        ("appeal.begin", _("Appeal begun"), "idle", None),
        ("appeal.edit", _("Draft of the appeal changed"), "go", None),
        ("appeal.discard", _("Draft of the appeal discarded"), "idle", None),
        ("evidence.add", _("Evidence added"), "go", None),
        ("evidence.remove", _("Evidence taken back"), "idle", None),
        ("appeal.submit", _("Appeal sent"), "wait", steps),
        ("appeal.clarify", _("Clarification begun"), "go", steps),
        ("appeal.say", _("Said in the clarification"), "go", None),
        ("appeal.refer", _("Rulers named"), "wait", steps),
        ("ruling.propose", _("Ruling written"), "go", None),
        ("ruling.sign", _("Ruling signed"), "go", None),
        ("ruling.disagree", _("Ruling not agreed"), "late", None),
        ("appeal.rule", _("Final ruling"), "done", steps),
        ("appeal.withdraw", _("Appeal withdrawn"), "idle", steps),
        ("appeal.move_deadline", _("Deadline moved: working days changed"), "wait", moved_date),
        ("window.open", _("Window for appeals opened"), "go", None),
        ("window.lengthen", _("Window for appeals lengthened"), "wait", moved_date),
        ("window.move", _("Window for appeals moved: working days changed"), "wait", moved_date),
        ("terms.set", _("Terms of appeals set"), "go", None),
        ("staff_sheet.tell", _("Sheets shown to those whose work they are about"), "go", None),
        ("staff_sheet.say", _("Said to the sheet about one’s own work"), "done", None),
    ):
        register_label(f"appeals.{act}", sentence, tone=tone, detail=detail)
    register_words(
        {
            "points": _("Disputed indicators"),
            "message": _("Message"),
            "rulers": _("Rulers"),
            "outcome": _("Outcome"),
            "side": _("Side"),
            "stance": _("What was said"),
            "word": _("Word"),
            "days": _("Working days"),
            "window_days": _("Working days to appeal"),
            "take_up_days": _("Working days to begin the clarification"),
            "answer_days": _("Working days to answer"),
            "ruling_days": _("Working days for the ruling"),
        }
    )
    register_values("outcome", dict(Outcome.choices))
    register_values("side", dict(Side.choices))
    register_values("stance", dict(Stance.choices))
    rooms.register("appeals", _("Appeals"))


def name_notices() -> None:
    from foundation.notifications.kinds import register_kind

    for kind, sentence in (
        ("appeal.submitted", _("%(unit)s appeals against sheet %(sheet)s: %(number)s.")),
        ("appeal.clarifying", _("Appeal %(number)s on sheet %(sheet)s is being clarified. Answer by %(due)s.")),
        ("appeal.said", _("Something new was said in the clarification of appeal %(number)s.")),
        ("appeal.referred", _("You are asked to rule on appeal %(number)s by %(due)s.")),
        ("appeal.proposed", _("A ruling on appeal %(number)s waits for your signature.")),
        ("appeal.not_agreed", _("The ruling on appeal %(number)s was not agreed and is to be written anew.")),
        ("appeal.ruled", _("Appeal %(number)s on sheet %(sheet)s is ruled.")),
        ("appeal.withdrawn", _("%(unit)s has withdrawn appeal %(number)s.")),
        ("appeal.due_soon", _("Appeal %(number)s waits for you until %(due)s.")),
        ("appeal.late", _("Appeal %(number)s has waited for you since %(due)s and is late.")),
        ("appeal.escalated", _("Appeal %(number)s of %(unit)s is late: its step was due on %(due)s.")),
        ("appeal.moved", _("Working days have changed: the step of appeal %(number)s is due on %(due)s now.")),
        ("window.opened", _("The provisional results of %(cycle)s can be read. You can appeal until %(due)s.")),
        ("window.moved", _("You can appeal against sheets of %(cycle)s until %(due)s now.")),
        ("staff_sheet.told", _("Sheets of %(cycle)s are about your work. Read them and say what you think.")),
        ("staff_sheet.amended", _("A ruling has amended sheet %(sheet)s, which is about your work.")),
        ("staff_sheet.disagrees", _("%(person)s does not agree with sheet %(sheet)s about their work.")),
    ):
        register_kind(f"appeals.{kind}", sentence)
