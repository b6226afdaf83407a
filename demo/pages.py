"""The pages that `bin/screenshots` takes: who looks, where, and what is clicked on the way.

A page is named by role and place. An address is followed by links, CSS selectors of which the first hit is opened; pages without a role are
those of visitors.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """`links`: followed one after the other from `address`. `sizes`: those in which it is taken unless others are asked for."""

    role: str
    address: str
    links: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ("desktop",)


EVERYWHERE = ("desktop", "tablet", "phone")
ON_TABLETS = ("desktop", "tablet")

_STANDARD = "a[href*='/standards/versions/']"
_IN_FORCE = f"main tr:has(.pill--done) {_STANDARD}"
_PILOT = f"main tr:has(.pill--go) {_STANDARD}:text-matches('扣分|deduction', 'i')"
_DRAFT = f"main tr:has(.pill--go) {_STANDARD}:text-matches('四维度|four dimensions', 'i')"
# The list begins with what is latest: the quarter ahead, then what is besides the quarters, then the running one.
_AHEAD = "main tr:has-text('Q') a[href*='/assessments/cycles/'] >> nth=0"
_RUNNING = "main tr:has-text('Q') a[href*='/assessments/cycles/'] >> nth=1"
_PLAN = "main a[href*='/assessments/plans/']"
_SESSION = "a[href*='/calibration/session/0'] >> nth=0"
_SHEETS = "/assessments/sheet/"
_VISITS = "/assessments/sheet/?method=on_site"
_MYSTERY = "/assessments/sheet/?view=all&method=mystery"
_SEALED_VISITS = f"{_VISITS}&view=all&state=submitted"
_SURVEY = "main a[href*='/feedback/questionnaire/']"
_EFFORT = f"{_SURVEY}:text-matches('省力|easy', 'i')"
_SERVQUAL = f"{_SURVEY}:text-matches('期望|expect', 'i')"
_SURVEY_DRAFT = f"{_SURVEY}:text-matches('到网点|Your visit', 'i')"
_DRAW = "main a[href*='/sampling/draws/']"


def _of(part: str, *names: str) -> str:
    """A link with this in its address and one of the names in its text, whichever the language shows."""
    return ", ".join(f"main a[href*='{part}']:has-text('{name}')" for name in names)


def _to(part: str, before: str = "main") -> str:
    return f"{before} a[href*='{part}']"


PAGES: dict[str, Page] = {
    # first screens
    "sign-in": Page("", "/accounts/login/", sizes=EVERYWHERE),
    "assessor-work": Page("assessor", "/", sizes=EVERYWHERE),
    "lead-work": Page("lead", "/", sizes=EVERYWHERE),
    "manager-work": Page("manager", "/"),
    "head-work": Page("head", "/"),
    "liaison-work": Page("liaison", "/"),
    "owner-work": Page("owner", "/", sizes=EVERYWHERE),
    "supervisor-work": Page("supervisor", "/"),
    "hr-work": Page("hr", "/"),
    "admin-work": Page("admin", "/"),
    # scoring
    "assessor-sheet": Page("assessor", "/assessments/sheet/next/", sizes=ON_TABLETS),
    "assessor-sheets": Page("assessor", "/assessments/sheet/", sizes=EVERYWHERE),
    "assessor-device": Page("assessor", "/device/", sizes=EVERYWHERE),
    "assessor-callback": Page("assessor", "/assessments/sheet/?method=callback", (_to("/score/"),), EVERYWHERE),
    "assessor-callbacks": Page("assessor", "/assessments/sheet/?method=callback", sizes=EVERYWHERE),
    "assessor-interview": Page("assessor", "/assessments/sheet/?method=interview", (_to("/score/"),), EVERYWHERE),
    "assessor-footage": Page("assessor", "/assessments/sheet/?method=footage", (_to("/score/"),), EVERYWHERE),
    "head-footage": Page("head", "/?tab=footage", (_to("/assessments/footage/"),), EVERYWHERE),
    "supervisor-interview": Page("supervisor", f"{_SHEETS}?method=interview&view=all&state=submitted", (_to("/assessments/sheet/0"),), ON_TABLETS),
    "supervisor-footage": Page("supervisor", f"{_SHEETS}?method=footage&view=all&state=submitted", (_to("/assessments/sheet/0"),), ON_TABLETS),
    "assessor-visit": Page("assessor", _VISITS, (_to("/score/"),), EVERYWHERE),
    "assessor-facts": Page("assessor", _VISITS, (_to("/score/"), _to("/facts/", "body")), EVERYWHERE),
    "lead-fact-sheet": Page("lead", _SEALED_VISITS, (_to("/assessments/sheet/0"), _to("/assessments/facts/0")), EVERYWHERE),
    # a mystery visit: the outside assessor on a phone, and who reads it
    "outsider-sheets": Page("outsider", "/assessments/sheet/", sizes=EVERYWHERE),
    "outsider-visit": Page("outsider", "/assessments/sheet/", (_to("/score/"),), EVERYWHERE),
    "outsider-sealed": Page("outsider", "/assessments/sheet/?state=submitted", (_to("/assessments/sheet/0"),), EVERYWHERE),
    "lead-mystery-sealed": Page("lead", f"{_MYSTERY}&state=submitted", (_to("/assessments/sheet/0"),), ON_TABLETS),
    "manager-mystery-sealed": Page("manager", f"{_MYSTERY}&state=submitted", (_to("/assessments/sheet/0"),)),
    "admin-outsider": Page("admin", "/organization/people/?q=EXT", (_to("/organization/person/0"),), EVERYWHERE),
    "admin-outsider-new": Page("admin", "/organization/people/outside/new/", sizes=EVERYWHERE),
    "admin-outsider-days": Page("admin", "/organization/people/?q=EXT", (_to("/organization/person/0"), _to("/period/")), ON_TABLETS),
    "assessor-replace": Page("assessor", "/assessments/sheet/", (_to("/score/"), _to("/replace/", "body")), ON_TABLETS),
    "assessor-sealed": Page("assessor", "/assessments/sheet/?state=submitted", (_to("/assessments/sheet/0"),), ON_TABLETS),
    "assessor-recuse": Page("assessor", "/assessments/sheet/", (_to("/score/"), _to("/recuse/", "body")), ON_TABLETS),
    "assessor-comments": Page("assessor", "/assessments/comments/", sizes=EVERYWHERE),
    "assessor-comment-new": Page("assessor", "/assessments/comments/new/"),
    "lead-comments-proposed": Page("lead", "/assessments/comments/?view=proposed"),
    # sealed sheets are read
    "lead-reviews": Page("lead", "/assessments/reviews/", sizes=EVERYWHERE),
    "lead-review": Page("lead", "/assessments/reviews/", (_to("/review/"),), EVERYWHERE),
    "lead-reviews-returned": Page("lead", "/assessments/reviews/?view=returned"),
    "lead-review-statistics": Page("lead", "/assessments/reviews/statistics/", sizes=ON_TABLETS),
    "lead-review-rule": Page("lead", "/assessments/cycles/", (_RUNNING, _to("/review-rule/")), ON_TABLETS),
    "assessor-returned": Page("assessor", "/", (_to("/review/answer/"),), EVERYWHERE),
    # cycles, gates, plans, draws
    "lead-cycles": Page("lead", "/assessments/cycles/", sizes=ON_TABLETS),
    "lead-cycle": Page("lead", "/assessments/cycles/", (_RUNNING,), ON_TABLETS),
    "lead-cycle-ahead": Page("lead", "/assessments/cycles/", (_AHEAD,)),
    "lead-special": Page("lead", "/assessments/cycles/special/"),
    "lead-cycle-dates": Page("lead", "/assessments/cycles/", (_RUNNING, _to("/dates/"))),
    "lead-cycle-back": Page("lead", "/assessments/cycles/", (_RUNNING, _to("/back/"))),
    "lead-year": Page("lead", "/assessments/calendar/", sizes=ON_TABLETS),
    "lead-plans": Page("lead", "/assessments/cycles/", (_AHEAD, "main a[href$='/plans/']")),
    "manager-plans": Page("manager", "/assessments/cycles/", (_AHEAD, "main a[href$='/plans/']")),
    "lead-plan": Page("lead", "/assessments/cycles/", (_RUNNING, _PLAN), ON_TABLETS),
    "lead-plan-lots": Page("lead", "/assessments/cycles/", (_AHEAD, _of("/assessments/plans/", "Riverside", "滨江"))),
    "lead-plan-returned": Page("lead", "/assessments/cycles/", (_AHEAD, _of("/assessments/plans/", "Credit Cards", "信用卡")), EVERYWHERE),
    "manager-plan-answered": Page("manager", "/assessments/cycles/", (_AHEAD, _of("/assessments/plans/", "West Branch", "城西")), ON_TABLETS),
    "lead-take-back": Page("lead", "/assessments/cycles/", (_AHEAD, _to("/take-back/"))),
    "lead-plan-complete": Page("lead", "/assessments/cycles/", (_AHEAD, _of("/assessments/plans/", "High-tech", "高新"), _to("/complete/"))),
    "supervisor-draw": Page("supervisor", "/assessments/cycles/", (_RUNNING, _PLAN, _DRAW), ON_TABLETS),
    # assignment
    "lead-board": Page("lead", "/assessments/board/", sizes=ON_TABLETS),
    "lead-replacements": Page("lead", "/assessments/replacements/", sizes=ON_TABLETS),
    "lead-recusals": Page("lead", "/assessments/recusals/", sizes=ON_TABLETS),
    "assessor-recusal": Page("assessor", "/assessments/recusals/new/"),
    "lead-absences": Page("lead", "/organization/absences/", sizes=ON_TABLETS),
    "head-absence": Page("head", "/organization/absences/new/"),
    "lead-spot-checks": Page("lead", "/assessments/spot-checks/", sizes=ON_TABLETS),
    "lead-expertise": Page("lead", "/organization/people/?q=林晓", (_to("/organization/person/"),)),
    "lead-needs": Page("lead", "/organization/units/", (_of("/organization/unit/", "Wealth", "财富"),)),
    # critical events
    "manager-events": Page("manager", "/assessments/events/", sizes=ON_TABLETS),
    "manager-event": Page("manager", "/assessments/events/", (_to("/assessments/events/0"),), ON_TABLETS),
    "lead-event": Page("lead", "/assessments/events/", (_to("/report-event/"),)),
    # group decisions
    "manager-decisions": Page("manager", "/decisions/", sizes=ON_TABLETS),
    "manager-decision": Page("manager", "/decisions/", (_to("/decisions/0"),), EVERYWHERE),
    "supervisor-decision": Page("supervisor", "/decisions/?state=accepted", (_to("/decisions/0"),)),
    # standards
    "lead-standards": Page("lead", "/standards/", sizes=ON_TABLETS),
    "lead-standard-new": Page("lead", "/standards/create/"),
    "lead-standard-workbook": Page("lead", "/standards/create/workbook/"),
    "manager-standard": Page("manager", "/standards/", (_IN_FORCE,), ON_TABLETS),
    "lead-draft": Page("lead", "/standards/", (_DRAFT,)),
    "lead-draft-edit": Page("lead", "/standards/", (_DRAFT, _to("/edit/")), ON_TABLETS),
    "lead-draft-indicator": Page("lead", "/standards/", (_DRAFT, _to("/edit/"), _to("/indicator/1."))),
    "lead-draft-settings": Page("lead", "/standards/", (_DRAFT, _to("/edit/"), _to("/settings/"))),
    "lead-draft-targets": Page("lead", "/standards/", (_DRAFT, _to("/edit/"), _to("/targets/"))),
    "lead-draft-scope": Page("lead", "/standards/", (_DRAFT, _to("/edit/"), _to("/scope/"))),
    "lead-compare": Page("lead", "/standards/", (_DRAFT, _to("/compare/"))),
    "lead-pilot": Page("lead", "/standards/", (_PILOT,)),
    "lead-pilot-report": Page("lead", "/standards/", (_PILOT, _to("/pilot-report/"))),
    "manager-what-if": Page("manager", "/standards/", (_IN_FORCE, _to("/analysis/what-if/")), ON_TABLETS),
    # weights
    "lead-weights": Page("lead", "/standards/", (_DRAFT, _to("/weights/")), ON_TABLETS),
    "lead-weight-proposal": Page("lead", "/standards/", (_DRAFT, _to("/weights/proposal/"))),
    "lead-study-open": Page("lead", "/standards/", (_DRAFT, _to("/studies/open/"))),
    "lead-study": Page("lead", "/standards/", (_DRAFT, "main a[href*='/standards/studies/'] >> nth=-1")),
    "head-comparisons": Page("head", "/", (_to("/compare/"),), EVERYWHERE),
    # assessors who agree
    "assessor-sessions": Page("assessor", "/calibration/session/", sizes=EVERYWHERE),
    "lead-sessions": Page("lead", "/calibration/session/"),
    "lead-session": Page("lead", "/calibration/session/", (f"main {_SESSION}",), ON_TABLETS),
    "lead-session-closed": Page("lead", "/calibration/session/", (f"main tr:has(.pill--done) {_SESSION}",), ON_TABLETS),
    "lead-session-open": Page("lead", "/calibration/session/open/"),
    "lead-agreement": Page("lead", "/calibration/agreement/", sizes=ON_TABLETS),
    "lead-agreement-indicator": Page("lead", "/calibration/agreement/", (_to("/agreement/indicator/"),)),
    "assessor-agreement": Page("assessor", "/calibration/agreement/mine/", sizes=("desktop", "phone")),
    "lead-todos": Page("lead", "/calibration/todo/"),
    "lead-qualification": Page("lead", "/calibration/qualification/"),
    "lead-calibration-rules": Page("lead", "/calibration/rules/"),
    # how units look at themselves
    "lead-self-checks": Page("lead", "/self-check/check/", sizes=EVERYWHERE),
    "lead-self-check-ask": Page("lead", "/self-check/check/ask/", sizes=ON_TABLETS),
    "lead-comparison": Page("lead", "/self-check/comparison/", sizes=EVERYWHERE),
    "liaison-self-check": Page("liaison", "/self-check/check/?state=draft", (_to("/self-check/check/0"), _to("/fill/")), EVERYWHERE),
    "head-self-check": Page("head", "/self-check/comparison/", (f"{_to('/self-check/check/0')} >> nth=0",), EVERYWHERE),
    "liaison-log": Page("liaison", "/self-check/log/", sizes=EVERYWHERE),
    "liaison-log-entry": Page("liaison", "/self-check/log/", (_to("/self-check/log/0"),), EVERYWHERE),
    "liaison-log-add": Page("liaison", "/self-check/log/add/", sizes=("desktop", "phone")),
    # what is said against a score
    # what customers come with
    "agent-tickets": Page("agent", "/tickets/", sizes=EVERYWHERE),
    "agent-ticket-new": Page("agent", "/tickets/new/", sizes=EVERYWHERE),
    "agent-ticket-classify": Page("agent", "/tickets/?search=000005", (_to("/tickets/0"), _to("/classify/")), EVERYWHERE),
    "owner-ticket": Page("owner", "/tickets/?view=mine", (_to("/tickets/0"),), EVERYWHERE),
    "owner-ticket-investigate": Page("owner", "/tickets/?view=mine", (_to("/tickets/0"), _to("/investigate/")), EVERYWHERE),
    "manager-ticket-days": Page("manager", "/tickets/?search=000003", (_to("/tickets/0"), _to("/extension-decide/")), ON_TABLETS),
    "lead-ticket-closed": Page("lead", "/tickets/?state=closed", (_to("/tickets/0"),), ON_TABLETS),
    # what is answered
    "agent-knowledge": Page("agent", "/knowledge/", sizes=EVERYWHERE),
    "agent-knowledge-found": Page("agent", "/knowledge/?q=信用卡年费", sizes=EVERYWHERE),
    "agent-knowledge-none": Page("agent", "/knowledge/?q=数字人民币钱包"),
    "agent-article": Page("agent", "/knowledge/?q=年费", (f"{_to('/knowledge/0')} >> nth=0",), EVERYWHERE),
    "agent-article-history": Page("agent", "/knowledge/?q=年费", (f"{_to('/knowledge/0')} >> nth=0", _to("/history/")), ON_TABLETS),
    "liaison-article-compare": Page(
        "liaison", "/knowledge/?q=年费", (f"{_to('/knowledge/0')} >> nth=0", _to("/history/"), _to("/compare/")), EVERYWHERE
    ),
    "liaison-article-new": Page("liaison", "/knowledge/new/", sizes=EVERYWHERE),
    "liaison-article-import": Page("liaison", "/knowledge/import/", sizes=("desktop", "phone")),
    "liaison-articles-due": Page("liaison", "/knowledge/?view=due", sizes=ON_TABLETS),
    "lead-article-review": Page("lead", "/knowledge/?view=review", (f"{_to('/knowledge/0')} >> nth=0",), EVERYWHERE),
    "lead-knowledge-gaps": Page("lead", "/knowledge/gaps/", sizes=EVERYWHERE),
    "lead-knowledge-words": Page("lead", "/knowledge/words/"),
    "agent-ticket-answer": Page("agent", "/tickets/?kind=suggestion", (_to("/tickets/0"), _to("/answer/")), EVERYWHERE),
    "owner-ticket-answer": Page("owner", "/tickets/?view=mine", (_to("/tickets/0"),), ("desktop", "phone")),
    # what staff suggest
    "staff-suggestions": Page("staff", "/suggestions/", sizes=EVERYWHERE),
    "staff-suggestion": Page("staff", "/suggestions/?state=taken_up", (f"{_to('/suggestions/')}:has-text('双录')",), EVERYWHERE),
    "staff-suggestion-new": Page("staff", "/suggestions/new/", sizes=EVERYWHERE),
    "staff-suggestion-code": Page("staff", "/suggestions/code/", sizes=("desktop", "phone")),
    "liaison-suggestion": Page("liaison", "/suggestions/?view=answer", (f"{_to('/suggestions/')}:has-text('跟岗')",), ON_TABLETS),
    "lead-suggestion-answer": Page(
        "lead", "/suggestions/?state=looked_at", (f"{_to('/suggestions/')}:has-text('手机')", _to("/decide/")), ON_TABLETS
    ),
    "lead-suggestion-statistics": Page("lead", "/suggestions/statistics/", sizes=EVERYWHERE),
    "staff-surveys": Page("staff", "/suggestions/survey/"),
    "staff-survey": Page("staff", "/suggestions/survey/", (f"main tr:has(.pill--done) {_to('/survey/', '')}",), EVERYWHERE),
    # other systems
    "admin-connections": Page("admin", "/connections/", sizes=EVERYWHERE),
    "admin-connection": Page("admin", "/connections/?search=call-centre", (_to("/connections/0"),), EVERYWHERE),
    "admin-connection-new": Page("admin", "/connections/new/", sizes=EVERYWHERE),
    "admin-connection-key": Page("admin", "/connections/?search=call-centre", (_to("/connections/0"), _to("/key/")), ON_TABLETS),
    "supervisor-connection-papers": Page("supervisor", "/connections/papers/", sizes=EVERYWHERE),
    "lead-appeals": Page("lead", "/appeals/", sizes=ON_TABLETS),
    "liaison-appeal": Page("liaison", "/appeals/?state=ruled", (_to("/appeals/0"),), EVERYWHERE),
    "lead-appeal-submitted": Page("lead", "/appeals/?state=submitted", (_to("/appeals/0"),)),
    "lead-appeal-clarifying": Page("lead", "/appeals/?state=clarifying", (_to("/appeals/0"),), ON_TABLETS),
    "lead-appeal-ruling": Page("lead", "/appeals/?state=ruling", (_to("/appeals/0"),)),
    "liaison-appeals": Page("liaison", "/appeals/", sizes=ON_TABLETS),
    "manager-appeal-statistics": Page("manager", "/appeals/statistics/"),
    "lead-appeal-terms": Page("lead", "/appeals/terms/"),
    "staff-sheets": Page("staff", "/appeals/my-sheets/", sizes=("desktop", "phone")),
    "staff-sheet": Page("staff", "/appeals/my-sheets/", (_to("/appeals/my-sheets/0"),), ("desktop", "phone")),
    # records and customers
    "lead-records": Page("lead", "/records/"),
    "lead-record": Page("lead", "/records/", (_to("/records/record/"),)),
    "lead-imports": Page("lead", "/records/imports/"),
    "lead-import-held": Page("lead", "/records/imports/", (_of("/records/imports/0", "归属更正"),)),
    "lead-import-upload": Page("lead", "/records/imports/upload/", sizes=EVERYWHERE),
    "lead-import-columns": Page("lead", "/records/imports/", (_of("/records/imports/0", "网点登记"),), EVERYWHERE),
    "lead-import-sent-back": Page(
        "lead", "/records/imports/", (_of("/records/imports/0", "归属更正"), f"{_to('/rejected/')} >> nth=0"), EVERYWHERE
    ),
    "lead-questionnaires": Page("lead", "/feedback/questionnaire/"),
    "lead-questionnaire": Page("lead", "/feedback/questionnaire/", (_EFFORT,), sizes=("desktop", "phone")),
    "lead-questionnaire-new": Page("lead", "/feedback/questionnaire/new/?preset=effort"),
    "lead-questionnaire-build": Page("lead", "/feedback/questionnaire/", (_SURVEY_DRAFT, _to("/build/")), sizes=EVERYWHERE),
    "lead-question": Page(
        "lead", "/feedback/questionnaire/", (_SURVEY_DRAFT, _to("/build/"), _to("/build/why_not/")), sizes=EVERYWHERE
    ),
    "lead-survey-preview": Page(
        "lead", "/feedback/questionnaire/", (_SURVEY_DRAFT, _to("/preview/")), sizes=("desktop", "phone")
    ),
    "lead-servqual-preview": Page(
        "lead", "/feedback/questionnaire/", (_SERVQUAL, _to("/preview/")), sizes=("desktop", "phone")
    ),
    "lead-answers": Page("lead", "/feedback/questionnaire/", (_EFFORT, _to("/figures/")), sizes=EVERYWHERE),
    "lead-response": Page("lead", "/feedback/questionnaire/", (_EFFORT, _to("/response/")), sizes=EVERYWHERE),
    "lead-draw-customers": Page("lead", "/feedback/questionnaire/", (_EFFORT, _to("/draw/"))),
    "lead-posters": Page("lead", "/feedback/questionnaire/", (_EFFORT, _to("/posters/"))),
    "lead-servqual": Page("lead", "/feedback/questionnaire/", (_SERVQUAL, _to("/figures/")), sizes=EVERYWHERE),
    # what free texts say
    "manager-voices": Page("manager", "/analysis/voices/", sizes=EVERYWHERE),
    "head-voices": Page("head", "/analysis/voices/?weeks=13", sizes=ON_TABLETS),
    "manager-voice-texts": Page("manager", "/analysis/voices/", ("#keywords tbody a >> nth=0",), EVERYWHERE),
    "lead-themes": Page("lead", "/analysis/voices/themes/", sizes=EVERYWHERE),
    "lead-theme-check": Page("lead", "/analysis/voices/themes/", (_to("/check/"),), EVERYWHERE),
    # results, mending, publications
    "manager-areas": Page("manager", "/analysis/areas/", sizes=EVERYWHERE),
    "manager-year": Page("manager", "/analysis/year/", sizes=EVERYWHERE),
    "manager-leniency": Page("manager", "/analysis/leniency/", sizes=EVERYWHERE),
    "head-year": Page("head", "/analysis/year/"),
    "manager-measures": Page("manager", "/analysis/measures/", sizes=EVERYWHERE),
    "manager-measure": Page("manager", "/analysis/measures/records.answer_seconds/", sizes=EVERYWHERE),
    "manager-measure-answers": Page("manager", "/feedback/answer/?measure=feedback.recommend&outcome=miss", sizes=EVERYWHERE),
    "head-measure-links": Page("head", "/feedback/link/", sizes=("desktop", "phone")),
    "head-measures": Page("head", "/analysis/measures/"),
    "manager-measure-records": Page("manager", "/analysis/measures/", ("main a[href*='outcome=miss']",)),
    "manager-quarter": Page("manager", "/quarter/", sizes=ON_TABLETS),
    "manager-unit": Page("manager", "/quarter/", (_to("/analysis/unit"),), ON_TABLETS),
    "liaison-results": Page("liaison", "/analysis/own/", sizes=ON_TABLETS),
    "lead-findings": Page("lead", "/rectification/finding/"),
    "manager-tasks": Page("manager", "/rectification/task/"),
    "owner-task": Page("owner", "/rectification/task/", (_to("/rectification/task/0"),), EVERYWHERE),
    "staff-publications": Page("staff", "/publication/publication/", sizes=("desktop", "phone")),
    "staff-publication": Page("staff", "/publication/publication/", (_to("/publication/publication/0"),), ("desktop", "phone")),
    # organization and supervision
    "supervisor-trail": Page("supervisor", "/audit/"),
    "staff-working-days": Page("staff", "/workdays/", sizes=("desktop", "phone")),
    "admin-working-days": Page("admin", "/workdays/2027/"),
    "admin-announcement": Page("admin", "/workdays/2025/enter/public/"),
    "admin-own-days": Page("admin", "/workdays/", (_to("/enter/own/"),)),
    "admin-people": Page("admin", "/organization/people/"),
    "admin-units": Page("admin", "/organization/units/"),
}  # fmt: skip
