"""How work is queued, and what beat starts when: the settings of Celery that are the same wherever the portal runs."""

from celery.schedules import crontab

CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_IGNORE_RESULT = True
# A message is a wake-up call and done with when it is heard: the row with its lease brings lost work back. Acknowledged late, it would find the
# lease still held, and a worker that cannot acknowledge because its broker has gone ends with an error and takes the work beside it along.
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 200
CELERY_TASK_TIME_LIMIT = 240
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# The broker restores only what is older than the visibility timeout; the job's own lease in the database is what counts.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 3,
    # One try and no pause: whoever saves something does not wait for a broker that is down. The sweep finds the job.
    "max_retries": 0,
    "interval_start": 0,
    "connect_retries_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE = {
    "jobs-sweep": {"task": "jobs.sweep", "schedule": 15.0},
    "retention-erase": {"task": "retention.erase", "schedule": crontab(hour=3, minute=20)},
    "notifications-deliver": {"task": "notifications.deliver", "schedule": 30.0},
    "assessments-open-cycles": {"task": "assessments.open_cycles", "schedule": crontab(minute="*/10")},
    "assessments-draw-spot-checks": {"task": "assessments.draw_spot_checks", "schedule": 60.0},
    "assessments-refresh-measures": {"task": "assessments.refresh_measures", "schedule": crontab(minute="*/5")},
    "assessments-remind": {"task": "assessments.remind_assessors", "schedule": crontab(minute="*/10")},
    "calibration-remind": {"task": "calibration.remind_assessors", "schedule": crontab(minute="*/10")},
    "standards-enforce-due": {"task": "standards.enforce_due", "schedule": crontab(minute="*/5")},
    "decisions-close": {"task": "decisions.close_due", "schedule": crontab(minute="*/10")},
    "records-release-held": {"task": "records.release_held_rows", "schedule": crontab(minute=25)},
    "rectification-remind": {"task": "rectification.remind_owners", "schedule": crontab(minute="*/10")},
    "appeals-look-after": {"task": "appeals.look_after", "schedule": crontab(minute="*/10")},
    "tickets-look-after": {"task": "tickets.look_after", "schedule": crontab(minute="*/10")},
    "tickets-send-surveys": {"task": "tickets.send_surveys", "schedule": crontab(minute="*/5")},
    "tickets-look-for-surges": {"task": "tickets.look_for_surges", "schedule": crontab(hour=7, minute=10)},
    "tickets-learn-topics": {"task": "tickets.learn_topics", "schedule": crontab(hour=2, minute=40)},
    "analysis-gather-voices": {"task": "analysis.gather_voices", "schedule": 120.0},
    "analysis-look-at-voices-again": {"task": "analysis.look_at_voices_again", "schedule": crontab(hour=3, minute=20)},
    "knowledge-remind": {"task": "knowledge.remind_owners", "schedule": crontab(hour=7, minute=30)},
    "suggestions-look-after": {"task": "suggestions.look_after", "schedule": crontab(minute="*/10")},
    "suggestions-mix": {"task": "suggestions.mix", "schedule": crontab(hour=0, minute=20)},
    "selfcheck-look-after": {"task": "selfcheck.look_after", "schedule": crontab(minute="*/10")},
    "connections-deliver": {"task": "connections.deliver", "schedule": 15.0},
    "connections-look-after": {"task": "connections.look_after", "schedule": crontab(hour=6, minute=30)},
    "workdays-recount": {"task": "workdays.recount", "schedule": crontab(minute="*/10")},
    "publication-release": {"task": "publication.release_due", "schedule": 60.0},
}
# A call that no worker took in time is overtaken by its successor: without an end, a night without a worker would end in a storm of them.
for _entry in CELERY_BEAT_SCHEDULE.values():
    _entry["options"] = {"expires": 300 if isinstance(_entry["schedule"], crontab) else 60}
