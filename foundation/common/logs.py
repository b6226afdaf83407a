"""Logs as one JSON object a line, without personal data: ids and names of acts only."""

import json
import logging
import re

# A part of an address that is longer than any id is a secret: the link of a customer's questionnaire, or of a new password. Django writes the address
# of whatever it refuses (422, 405, 403 without its token, 500), whichever view has refused it.
SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{40,}")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": SECRET.sub("…", record.getMessage()),
        }
        if record.exc_info:
            entry["error"] = SECRET.sub("…", self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)
