"""Putting a question to a group, voting, and closing."""

from decisions.services.opening import open_decision, withdraw_decision
from decisions.services.voting import cast_vote, close_due_decisions, remind_silent_members

__all__ = ["cast_vote", "close_due_decisions", "open_decision", "remind_silent_members", "withdraw_decision"]
