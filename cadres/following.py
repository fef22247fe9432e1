"""Documents follow their person's posts and leave. The apps that own them say how (config/tasks.py calls them)."""

from collections.abc import Collection
from uuid import uuid4

from accounts import outbox

JOB = "posts_changed"


def posts_changed(cadre_ids: Collection[int]) -> None:
    """Take the documents of these people along as soon as the change is written; beat does so every hour as well."""
    outbox.enqueue(JOB, {"cadres": sorted(cadre_ids)}, key=f"{JOB}:{uuid4()}")
