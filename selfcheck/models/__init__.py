"""Self-checks with what was handed in, and the log that a unit keeps."""

from selfcheck.models.check import SealedCheck, SelfCheck
from selfcheck.models.log import EntryRevision, LogEntry, LogFile

__all__ = ["EntryRevision", "LogEntry", "LogFile", "SealedCheck", "SelfCheck"]
