"""Large changes are carried out as a run: the page does not wait for them."""

from pathlib import Path

from accounts import running
from accounts.models import Run, User
from accounts.running import Progress, RunKind
from cadres.models import Reorganisation
from cadres.reorganising import verbs

AT_ONCE = 10  # units that end or move


def is_large(reorganisation: Reorganisation) -> bool:
    counts = reorganisation.preview["counts"]
    return bool(counts.get("ended", 0) + counts.get("moved", 0) > AT_ONCE)


def start(reorganisation: Reorganisation, *, by: User, version: int) -> Run:
    parameters = {"reorganisation": str(reorganisation.pk), "version": version}
    return running.start(KIND.code, by=by, parameters=parameters, label=reorganisation.title)


def _work(run: Run, progress: Progress) -> Path | None:
    """All of it in one transaction: it is done as a whole or not at all."""
    reorganisation = Reorganisation.objects.get(pk=run.parameters["reorganisation"])
    if reorganisation.state == Reorganisation.State.DRAFT:
        total = reorganisation.preview["counts"].get("ended", 0)
        progress(0, total)
        verbs.confirm(reorganisation, by=run.asked_by, version=run.parameters["version"])
        progress(total, total)
    run.outcome = {"url": reorganisation.get_absolute_url()}
    return None


KIND = running.register(RunKind("cadres.reorganise", "Sắp xếp đơn vị", _work))
