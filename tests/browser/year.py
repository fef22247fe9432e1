"""What the world of the access matrix lacks for its pages to be full: work that goes on after an approval."""

from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone

from cadres.models import Cadre, Unit
from criteria import composing, evidencing
from criteria.models import (
    Contact,
    DutyReminder,
    ItemUpdate,
    Period,
    PledgeRevision,
    Programme,
    ProgrammeReceipt,
)
from tests.access.things import Thing
from tests.factories.cadres import holder
from tests.factories.criteria import EventFactory, IndicatorFactory, PeriodFactory, PledgeFactory, ProgrammeFactory
from tests.factories.good_models import good_model

LINK = "https://tuoitrebinhduong.vn/bai-viet"


def add_a_year(world: SimpleNamespace) -> None:
    """More things by name, each "in" the district of the matrix; and a newcomer among the users."""
    t, period = world.tree, Period.objects.get()
    newcomer = holder(t.branch, "PBT-CHIDOAN")
    world.users["newcomer"] = newcomer.user
    Programme.objects.filter(unit=t.base).update(state="draft", deciding_unit=None, submitted_at=None)
    made = {
        "short_draft": PledgeFactory(cadre=newcomer, period=period, commitments=[]),
        "accepted_model": good_model(t.other_base, state="accepted"),
        "main_set": period.statement_set,
        "set_draft": composing.begin("KH283", by=world.users["org staff"]),
        "next_period": PeriodFactory(year=period.year + 1, state="draft"),
        **_pledge(t.district_deputy, t.district, period),
        **_programme(world, period),
    }
    for name, row in made.items():
        world.things[name] = {"in": Thing({"pk": row.pk})}
    _reminded(world, period)


def _pledge(cadre: Cadre, deciding: Unit, period: Period) -> dict[str, object]:
    pledge = PledgeFactory(cadre=cadre, period=period, state="approved", deciding_unit=deciding, items=2)
    item = pledge.items.first()
    ItemUpdate.objects.create(item=item, by=cadre.user, progress="in_progress", note="Đã làm hai buổi")
    PledgeRevision.objects.create(
        pledge=pledge, no=1, items=[], base=[], submitted_at=timezone.now(), state="sent", deciding_unit=deciding
    )
    evidence = evidencing.attach_link(item, LINK, by=cadre.user, caption="Bài viết")
    return {"approved": pledge, "approved_item": item, "approved_evidence": evidence}


def _programme(world: SimpleNamespace, period: Period) -> dict[str, object]:
    """Of the district, above the draft of its base."""
    t, secretary = world.tree, world.users["district secretary"]
    programme = ProgrammeFactory(unit=t.district, period=period, state="approved", foci=2, foci__solutions=2)
    focus = programme.foci.first()
    IndicatorFactory(focus=focus)
    held, done = focus.solutions.all()
    event = EventFactory(solution=held)
    programme.solutions.filter(pk=done.pk).update(progress="done", result="24 cuộc họp đúng giờ")
    ProgrammeReceipt.objects.create(programme=programme, unit=t.base, received_by=world.users["base secretary"])
    return {
        "approved_programme": programme,
        "approved_solution": held,
        "approved_solution_evidence": evidencing.attach_link(held, LINK, by=secretary, caption="Bài viết"),
        "approved_event": event,
        "done_solution": done,
    }


def _reminded(world: SimpleNamespace, period: Period) -> None:
    t, by = world.tree, world.users["district secretary"]
    of = {"cadre": t.district_staff, "period": period, "unit": t.district}
    Contact.objects.create(**of, outcome="unreachable", by=by)
    sent = {"reason": "missing", "due_on": period.pledge_due_on, "on": timezone.localdate(), "channel": "notice"}
    DutyReminder.objects.create(**of, **sent, by=by, batch=uuid4())
