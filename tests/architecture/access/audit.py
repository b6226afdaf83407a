"""The audit trail: supervisors read it whole, administrators what concerns accounts and the organization."""

from tests.architecture.row import Row

READ = {"qianli": 200, "fengbo": 200, "*": 403}

ROWS = [
    Row("audit:event_list", READ),
    Row("audit:event_list", READ, query="?who=00201&action=&since=2021-01-01&until=x", variant="filtered"),
    Row("audit:event_list", {"qianli": 405, "fengbo": 405, "*": 405}, method="post"),
    Row("audit:event_export", READ),
]
