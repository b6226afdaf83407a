"""Acts on studies and weights."""

from standards.studies.services.answering import (
    check_answers,
    rejoin_study,
    save_answers,
    submit_answers,
    take_back_answers,
    withdraw_expert,
)
from standards.studies.services.opening import call_off_study, change_study, close_study, open_study
from standards.studies.services.weights import adopt_proposal, set_weight_interval, set_weights

__all__ = [
    "adopt_proposal",
    "call_off_study",
    "change_study",
    "check_answers",
    "close_study",
    "open_study",
    "rejoin_study",
    "save_answers",
    "set_weight_interval",
    "set_weights",
    "submit_answers",
    "take_back_answers",
    "withdraw_expert",
]
