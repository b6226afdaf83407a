"""How often and within how many days, as the firm has settled it; read by the settings."""

from qa_portal.env import env_number

# How often each assessed unit is looked at by spot checks in a quarter at least.
SPOT_CHECKS_PROMISED = env_number("QA_PORTAL_SPOT_CHECKS", 1)
# Fewest sheets of which a figure is shown; of fewer only how many they are. 0: every figure is shown, small samples are marked.
FEWEST_SHEETS = env_number("QA_PORTAL_FEWEST_SHEETS", 0)
# Working days in which assessors correct or answer a sheet that a lead has returned.
REVIEW_ANSWER_DAYS = env_number("QA_PORTAL_REVIEW_DAYS", 3)
# Working days within which a suggestion of staff is answered.
SUGGESTION_ANSWER_DAYS = env_number("QA_PORTAL_SUGGESTION_DAYS", 10)
# Days between two lists of customers to be reminded of a questionnaire.
SURVEY_REMINDER_DAYS = env_number("QA_PORTAL_REMINDER_DAYS", 7)
# Days after a questionnaire in which the same customer is not sent another when a case of theirs is closed.
SURVEY_REST_DAYS = env_number("QA_PORTAL_SURVEY_REST_DAYS", 30)
# Days within which another contact of the same customer is taken for the same matter.
REPEAT_CONTACT_DAYS = env_number("QA_PORTAL_REPEAT_DAYS", 7)
