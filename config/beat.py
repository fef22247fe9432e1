"""What is done by the clock (Asia/Ho_Chi_Minh), a line each."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "work what waits in the outbox": {"task": "accounts.tasks.work_due_jobs", "schedule": 30},
    "keep evaluations with who decides": {
        "task": "evaluations.tasks.reroute_evaluations",
        "schedule": crontab(minute=20),
    },
    "forget dead sessions": {"task": "accounts.tasks.forget_dead_sessions", "schedule": crontab(hour=3, minute=30)},
    "forget imports": {"task": "cadres.tasks.forget_imports", "schedule": crontab(hour=3, minute=10)},
    "remove expired files": {"task": "accounts.tasks.remove_expired_files", "schedule": crontab(hour=3, minute=0)},
    "seal the trail, export its head": {
        "task": "accounts.tasks.keep_audit_chain",
        "schedule": crontab(hour=0, minute=15),
    },
    "forget what is over": {"task": "accounts.tasks.sweep_retention", "schedule": crontab(3, 4, day_of_month=2)},
    "remind of what is owed": {"task": "criteria.tasks.climb_ladder", "schedule": crontab(hour=7, minute=30)},
    "take pledges along with posts": {"task": "criteria.tasks.follow_posts", "schedule": crontab(minute=10)},
    "take visits along with posts": {"task": "fieldvisits.tasks.follow_posts", "schedule": crontab(minute=20)},
    "carry out planned changes": {"task": "cadres.tasks.carry_out_planned", "schedule": crontab(hour="0-6", minute=5)},
    "expire plans of past quarters": {"task": "fieldvisits.tasks.expire_plans", "schedule": crontab(hour=1, minute=0)},
    "roll up the figures": {"task": "reports.tasks.roll_up_nightly", "schedule": crontab(hour=2, minute=0)},
}
