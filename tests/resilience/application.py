"""The portal's own Celery app in a hurry: what takes half a minute in real life takes seconds here, and nothing else is different.

`celery -A tests.resilience.application worker` and `… beat` run exactly what production runs, with the trial's kinds of jobs added.
"""

from qa_portal.celery import app

app.conf.include = [*app.conf.include, "tests.resilience.trial_jobs"]
app.conf.beat_schedule = {
    "jobs-sweep": {"task": "jobs.sweep", "schedule": 1.0, "options": {"expires": 60}},
    **{
        name: {**entry, "schedule": 1.0}
        for name, entry in app.conf.beat_schedule.items()
        if entry["task"] in ("assessments.open_cycles", "assessments.draw_spot_checks", "rectification.remind_owners")
    },
}
# The worker asks how long beat may sleep before it looks at its table again; the default of minutes is cut by the shortest entry anyway.
app.conf.beat_max_loop_interval = 1
