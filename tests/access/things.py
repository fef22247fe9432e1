"""One of every document: "in" the district of the matrix, and its twin "out" in another."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts import audit, running
from accounts.attachments import store_photo
from accounts.models import Holiday, Notification, Run
from cadres import activating, reorganising
from cadres.models import (
    Appointment,
    Cadre,
    DataRequest,
    Delegation,
    Exemption,
    FactorReset,
    HandDecision,
    ImportBatch,
    Role,
    Supervision,
    Transfer,
    Unit,
)
from cadres.reorganising import changes
from criteria import pledging
from criteria.models import ItemEvidence, Period, Phase, Pledge, PledgeLinks, SolutionEvidence, StatementSet
from fieldvisits.models import VisitPhoto
from reports import freezing
from tests.access.following import after_approval
from tests.factories.accounts import UserFactory
from tests.factories.cadres import CadreFactory, RoleGrantFactory, holder, position
from tests.factories.criteria import EventFactory, ExtensionFactory, PeriodFactory, PledgeFactory, ProgrammeFactory
from tests.factories.evaluations import BreachFactory, EvaluationFactory
from tests.factories.fieldvisits import FollowUpFactory, VisitFactory, VisitPlanFactory
from tests.factories.good_models import good_model
from tests.factories.joining import registration
from tests.factories.passkeys import passkey_of


@dataclass(frozen=True)
class Thing:
    """What an address names: its keyword arguments, the place of its unit, and who sees it as his own."""

    kwargs: dict[str, Any]
    path: str = "-"
    owners: frozenset[str] = field(default_factory=frozenset)


Pair = dict[str, Thing]
COUNTS = dict.fromkeys(("new", "changed", "unchanged", "wrong", "duplicate"), 0)


def build(world: SimpleNamespace) -> dict[str, Pair]:
    t = world.tree
    everybody = frozenset(world.users)
    documents = _of_criteria(t)
    documents |= after_approval(t, Period.objects.get(**documents["period"]["in"].kwargs), Thing)
    return (
        documents
        | {"example": _examples(world, Period.objects.get(**documents["period"]["in"].kwargs))}
        | _of_fieldvisits(t, Period.objects.get(**documents["period"]["in"].kwargs))
        | _of_results(world, everybody)
        | {
            "help": _same(Thing({"slug": "can-bo"}, owners=everybody)),
            "notice": _same(_notice(world)),
            "passkey": {"in": _passkey(world, "base secretary"), "out": _passkey(world, "other district secretary")},
            "session": {"in": _session(world, "base secretary"), "out": _session(world, "other district secretary")},
            "account": _same(Thing({"pk": t.branch_secretary.user.pk}, t.province.path)),
            "helped_account": {
                "in": Thing({"pk": t.branch_secretary.user.pk}, t.branch.path),
                "out": Thing({"pk": t.other_branch_secretary.user.pk}, t.other_branch.path),
            },
            "factor_reset": _same(_factor_reset(world)),
            "any_pk": _same(Thing({"pk": 1}, owners=everybody)),
            "bulk": {"in": _bulk(world, "district secretary"), "out": _bulk(world, "other district secretary")},
            "run": {"in": _run(world, "district secretary"), "out": _run(world, "other district secretary")},
            "cadre": {
                "in": _cadre(t.branch_secretary, t.branch, "cadre"),
                "out": _cadre(t.other_branch_secretary, t.other_branch, "other cadre"),
            },
            "unit": {
                "in": Thing({"pk": t.base.pk}, t.base.path),
                "out": Thing({"pk": t.other_base.pk}, t.other_base.path),
            },
            "grant": {"in": _grant(t.base), "out": _grant(t.other_base)},
            "delegation": {
                "in": _delegation(t.base, t.base_secretary, t.base_deputy),
                "out": _delegation(t.other_base, t.other_base_secretary, t.other_branch_secretary),
            },
            "charge": {"in": _charge(t, t.base), "out": _charge(t, t.other_base)},
            "listing": _same(Thing({"code": "can-bo"}, owners=everybody)),
            "sheet": _same(Thing({"slug": "don-vi"}, owners=everybody)),
            "post": {"in": _post(t.branch_secretary), "out": _post(t.other_branch_secretary)},
            "exemption": {"in": _exemption(t.branch_secretary), "out": _exemption(t.other_branch_secretary)},
            "transfer": {"in": _transfer(world, t.base_deputy), "out": _transfer(world, t.other_branch_secretary)},
            "anybody": _same(Thing({"pk": t.branch_secretary.pk}, owners=everybody)),
            "data_request": {
                "in": _data_request(world, "district secretary"),
                "out": _data_request(world, "other district secretary"),
            },
            "invitation": {"in": _invitation(world, "org staff"), "out": _invitation(world, "unit admin")},
            "registration": {
                "in": Thing({"pk": registration(t.branch).pk}, t.base.path),
                "out": Thing({"pk": registration(t.other_branch, phone="0903777889").pk}, t.other_base.path),
            },
            "import": {"in": _import(world, t.base), "out": _import(world, t.other_base)},
            "unit_change": {
                "in": Thing({"pk": t.base.pk, "verb": "doi-ten"}, t.base.path),
                "out": Thing({"pk": t.other_base.pk, "verb": "doi-ten"}, t.other_base.path),
            },
        }
        | {
            name: {"in": _change(t.base, t.branch)[name], "out": _change(t.other_base, t.other_branch)[name]}
            for name in ("reorganisation", "hand_decision")
        }
    )


def _same(thing: Thing) -> Pair:
    return {"in": thing, "out": thing}


def _notice(world: SimpleNamespace) -> Thing:
    """Opening a notice that is not one's own leads to one's own list: nobody learns that it exists."""
    to = world.users["district secretary"]
    notice = Notification.objects.create(to=to, kind="x", subject="x", body="x", url="/", key="x")
    return Thing({"pk": notice.pk}, owners=frozenset(world.users))


def _passkey(world: SimpleNamespace, user: str) -> Thing:
    return Thing({"pk": passkey_of(world.users[user]).pk}, owners=frozenset({user}))


def _session(world: SimpleNamespace, user: str) -> Thing:
    session = UserSession.objects.create(user=world.users[user], ip="127.0.0.1", session_key=user, user_agent="x")
    return Thing({"pk": session.pk}, owners=frozenset({user}))


def _factor_reset(world: SimpleNamespace) -> Thing:
    """Asked by the secretary above; besides, only who keeps the system sees it."""
    t = world.tree
    asker, until = world.users["district secretary"], timezone.now() + FactorReset.KEEP
    reset = FactorReset.objects.create(user=t.base_secretary.user, asked_by=asker, reason="x", expires_at=until)
    return Thing({"pk": reset.pk}, t.province.path, frozenset({"district secretary"}))


def _bulk(world: SimpleNamespace, user: str) -> Thing:
    asked = {"act": "approve", "rows": []}
    run = Run.objects.create(
        kind="inbox.bulk", label="x", asked_by=world.users[user], parameters=asked, state=Run.State.DONE
    )
    return Thing({"pk": run.pk}, owners=frozenset({user}))


def _run(world: SimpleNamespace, user: str) -> Thing:
    running.register(running.RunKind("test", "x", lambda run, progress: None))
    run = Run.objects.create(kind="test", label="x", asked_by=world.users[user], state=Run.State.DONE, file="x")
    path = running.run_path(run, "x.xlsx")
    path.write_bytes(b"x")
    Run.objects.filter(pk=run.pk).update(file=f"runs/{run.pk}/x.xlsx")
    return Thing({"pk": run.pk}, owners=frozenset({user}))


def _data_request(world: SimpleNamespace, user: str) -> Thing:
    """One's own, and that of whoever answers for personal data, which is a right over the whole province."""
    asked = DataRequest.objects.create(
        user=world.users[user], kind="correction", text="x", answer_due_on=timezone.localdate()
    )
    return Thing({"pk": asked.pk}, world.tree.province.path, frozenset({user}))


def _cadre(cadre: Cadre, unit: Any, owner: str) -> Thing:
    return Thing({"pk": cadre.pk}, unit.path, frozenset({owner}))


def _grant(unit: Any) -> Thing:
    given = RoleGrantFactory(role=Role.PARTY_REP, unit=unit, user__username=f"cap-uy-{unit.pk}")
    return Thing({"pk": given.pk}, unit.path)


def _delegation(unit: Any, secretary: Cadre, deputy: Cadre) -> Thing:
    """Of days to come, so that it gives nobody a right in the other rows; the two see it as their own."""
    first = timezone.localdate() + timedelta(days=400)
    given = Delegation.objects.create(
        unit=unit, from_cadre=secretary, to_cadre=deputy, valid_from=first, valid_to=first + timedelta(days=30)
    )
    names = {"Đoàn phường An Bình": ("base secretary", "base deputy")}.get(unit.name, ("other cadre",))
    return Thing({"pk": given.pk}, unit.path, frozenset(names))


def _charge(t: SimpleNamespace, unit: Any) -> Thing:
    first = timezone.localdate() + timedelta(days=400)
    charge = Supervision.objects.create(department=t.department, unit=unit, valid_from=first)
    return Thing({"pk": charge.pk}, unit.path)


def _post(cadre: Cadre) -> Thing:
    post = cadre.appointments.select_related("unit").get()
    return Thing({"pk": post.pk}, post.unit.path)


def _exemption(cadre: Cadre) -> Thing:
    excuse = Exemption.objects.create(cadre=cadre, kind="study", valid_from=timezone.localdate())
    return Thing({"pk": excuse.pk}, cadre.appointments.get().unit.path)


def _transfer(world: SimpleNamespace, cadre: Cadre) -> Thing:
    """To another post of the same unit, proposed to that unit itself."""
    post = cadre.appointments.select_related("unit", "position").get()
    transfer = Transfer.objects.create(
        cadre=cadre,
        appointment=post,
        unit=post.unit,
        receiving_unit=post.unit,
        position=post.position,
        valid_from=timezone.localdate(),
        proposed_by=world.users["org staff"],
    )
    return Thing({"pk": transfer.pk}, post.unit.path)


def _import(world: SimpleNamespace, unit: Any) -> Thing:
    asker = world.users["org staff"]
    batch = ImportBatch.objects.create(unit=unit, by=asker, file_name="x.xlsx", on=timezone.localdate(), counts=COUNTS)
    return Thing({"pk": batch.pk}, unit.path)


def _change(unit: Unit, below: Unit) -> dict[str, Thing]:
    """A change of what stands below the unit, and somebody whom it leaves to be decided."""
    on = timezone.localdate()
    made = reorganising.draft(changes.close(on, below.pk, ""), title="x", legal_basis="", by=None)
    post = CadreFactory().appointments.create(unit=below, position=position("PBT-CHIDOAN"), valid_from=on)
    left = HandDecision.objects.create(reorganisation=made, appointment=post, old_unit=below, why="closed")
    return {
        "reorganisation": Thing({"pk": made.pk}, unit.path),
        "hand_decision": Thing({"pk": left.pk}, below.path),
    }


def _invitation(world: SimpleNamespace, inviter: str) -> Thing:
    """Handed out by who invited, or by the system's keeper."""
    name = inviter.replace(" ", "-")
    invited = activating.invite(
        full_name="Trần Thị Thu Hà", email=f"{name}@example.org", phone="", by=world.users[inviter]
    )
    return Thing({"pk": invited.pk}, owners=frozenset({inviter, "sysadmin"}))


def _of_criteria(t: SimpleNamespace) -> dict[str, Pair]:
    """A waiting pledge, an own draft, a waiting programme; drafts and items are reached by nobody but the person."""
    period = PeriodFactory()
    own = PledgeFactory(cadre=t.base_deputy, period=period)
    pledge = PledgeFactory(cadre=t.base_secretary, period=period, state="submitted", deciding_unit=t.district)
    other = PledgeFactory(
        cadre=t.other_base_secretary, period=period, state="submitted", deciding_unit=t.other_district
    )
    programmes = [ProgrammeFactory(unit=unit, period=period, state="submitted") for unit in (t.base, t.other_base)]
    draft = StatementSet.objects.get(code="KL06")
    deputy = frozenset({"base deputy"})
    return {
        "period": _same(Thing({"pk": period.pk}, t.province.path)),
        "phase": _same(Thing({"pk": Phase.objects.get().pk}, t.province.path)),
        "holiday": _same(Thing({"pk": Holiday.objects.create(on=period.closes_on, name="Nghỉ").pk}, t.province.path)),
        "policy": _same(Thing({"pk": period.pk, "code": "dang-ky"}, t.province.path)),
        "statement_set": _same(Thing({"pk": draft.pk}, t.province.path)),
        "statement": _same(
            Thing({"pk": draft.statements.create(code="KL06-1", kind="do", order=1).pk}, t.province.path)
        ),
        "unit_pk": {
            "in": Thing({"unit_pk": t.base.pk}, t.base.path),
            "out": Thing({"unit_pk": t.other_base.pk}, t.other_base.path),
        },
        "programme": _twins(programmes, lambda programme: programme.pk),
        "good_model": {
            "in": Thing({"pk": good_model(t.base).pk}, t.base.path),
            "out": Thing({"pk": good_model(t.other_base).pk}, t.other_base.path),
        },
        "copy_run": {
            "in": Thing({"pk": _copy_run(t.district_secretary).pk}, owners=frozenset({"district secretary"})),
            "out": Thing(
                {"pk": _copy_run(t.other_district_secretary).pk}, owners=frozenset({"other district secretary"})
            ),
        },
        "solution": _twins(programmes, lambda programme: programme.solutions.get().pk),
        "focus": _with_place(_twins(programmes, lambda programme: programme.pk)),
        "event": _twins(programmes, lambda programme: EventFactory(solution=programme.solutions.get()).pk),
        "solution_evidence": _twins(programmes, _evidence_of_solution),
        "pledge_plan": {
            "in": Thing({"pk": _with_plan(pledge)}, t.base.path, frozenset({"base secretary"})),
            "out": Thing({"pk": _with_plan(other)}, t.other_base.path),
        },
        "item_evidence": {
            "in": Thing({"pk": _evidence_of_item(pledge)}, t.base.path, frozenset({"base secretary"})),
            "out": Thing({"pk": _evidence_of_item(other)}, t.other_base.path),
        },
        "extension": {
            "in": Thing({"pk": ExtensionFactory(cadre=t.base_secretary, period=period).pk}, t.base.path),
            "out": Thing({"pk": ExtensionFactory(cadre=t.other_base_secretary, period=period).pk}, t.other_base.path),
        },
        "pledge": {
            "in": Thing({"pk": pledge.pk}, t.base.path, frozenset({"base secretary"})),
            "out": Thing({"pk": other.pk}, t.other_base.path),
        },
        "inbox_pledge": {
            "in": Thing({"code": "dang-ky", "pk": pledge.pk}, t.base.path, frozenset({"base secretary"})),
            "out": Thing({"code": "dang-ky", "pk": other.pk}, t.other_base.path),
        },
        "pledge_draft": {"in": Thing({"pk": own.pk}, owners=deputy), "out": Thing({"pk": other.pk})},
        "pledge_step": {
            "in": Thing({"pk": own.pk, "step": "gm"}, owners=deputy),
            "out": Thing({"pk": other.pk, "step": "gm"}),
        },
        **_entered(t, period),
        "pledge_item": {
            "in": Thing({"pk": own.items.first().pk}, owners=deputy),
            "out": Thing({"pk": other.items.first().pk}),
        },
    }


def _examples(world: SimpleNamespace, period: Period) -> Pair:
    """Approved pledges of leaders: open to whoever has a post in their unit or below, to nobody else."""
    t = world.tree
    leaders = {"in": t.district_secretary, "out": holder(t.other_district, "PBT-HUYEN")}

    def thing(leader: Cadre) -> Thing:
        pledge = PledgeFactory(cadre=leader, period=period, state="approved")
        posts = Appointment.objects.valid_on(timezone.localdate()).main()
        below = set(posts.filter(unit__path__startswith=pledge.unit.path).values_list("cadre__user", flat=True))
        names = frozenset(name for name, user in world.users.items() if user.pk in below)
        return Thing({"pk": pledge.pk}, owners=names)

    return {place: thing(leader) for place, leader in leaders.items()}


def _entered(t: SimpleNamespace, period: Period) -> dict[str, Pair]:
    """Entered by a base secretary for deputies of a chi đoàn, with a photo: a draft, and one that is sent."""
    pairs: dict[str, Pair] = {"pledge_entered": {}, "pledge_paper": {}}
    made = {
        "in": (t.base_secretary, t.branch, frozenset({"base secretary"})),
        "out": (t.other_base_secretary, t.other_branch, frozenset()),
    }
    for place, (by, unit, owners) in made.items():
        pledge = pledging.enter_for(holder(unit, "PBT-CHIDOAN"), period, by=by.user)
        pledging.add_paper(pledge, _picture(), by=by.user)
        pairs["pledge_entered"][place] = Thing({"pk": pledge.pk}, owners=owners)
        sent = pledging.enter_for(holder(unit, "PBT-CHIDOAN"), period, by=by.user)
        paper = pledging.add_paper(sent, _picture(), by=by.user)
        now = timezone.now()
        times = {"first_submitted_at": now, "submitted_at": now}
        Pledge.objects.filter(pk=sent.pk).update(state="submitted", number=f"T-{sent.pk}", deciding_unit=unit, **times)
        pairs["pledge_paper"][place] = Thing({"pk": paper.pk}, unit.path)
    return pairs


def _copy_run(by: Cadre) -> Run:
    return Run.objects.create(kind="criteria.copy_down", label="x", asked_by=by.user, state=Run.State.DONE)


def _of_results(world: SimpleNamespace, everybody: frozenset[str]) -> dict[str, Pair]:
    """Evaluations that wait for their sources, a breach each, and a frozen snapshot."""
    t, period = world.tree, Period.objects.get()
    made = {
        "in": (t.base_secretary, t.base, t.district, "base secretary"),
        "out": (t.other_base_secretary, t.other_base, t.other_district, None),
    }
    names = ("evaluation", "evaluation_step", "breach", "cadre_pk", "trail_row", "trail_thing")
    things: dict[str, Pair] = {name: {} for name in names}
    for place, (cadre, unit, deciding, owner) in made.items():
        evaluation = EvaluationFactory(cadre=cadre, period=period, deciding_unit=deciding)
        breach = BreachFactory(cadre=cadre, period=period)
        owners = frozenset({owner} if owner else ())
        things["evaluation"][place] = Thing({"pk": evaluation.pk}, unit.path, owners)
        things["evaluation_step"][place] = Thing({"pk": evaluation.pk, "verb": "appraise"}, unit.path, owners)
        event = audit.record("evaluation.opened", evaluation, by=None, unit_id=unit.pk)
        things["trail_row"][place] = Thing({"pk": event.pk}, unit.path)
        named = {"target": event.target, "target_id": event.target_id}
        things["trail_thing"][place] = Thing(named, unit.path)
        things["breach"][place] = Thing({"pk": breach.pk}, unit.path)
        things["cadre_pk"][place] = Thing({"cadre_pk": cadre.pk}, unit.path, owners)
    snapshot = freezing.freeze(period.year, by=world.users["org staff"])
    return things | {
        "period_pk": _same(Thing({"period_pk": period.pk}, t.province.path)),
        "snapshot": _same(Thing({"pk": snapshot.pk}, owners=everybody)),
        "snapshot_code": _same(Thing({"pk": snapshot.pk, "code": "pledge_approved"}, owners=everybody)),
        "measure": _same(Thing({"code": "pledge_approved"}, owners=everybody)),
    }


def _evidence_of_solution(programme: Any) -> int:
    user = UserFactory()
    attachment = store_photo(_picture(), by=user)
    solution = programme.solutions.get()
    return SolutionEvidence.objects.create(solution=solution, attachment=attachment, added_by=user).pk


def _evidence_of_item(pledge: Any) -> int:
    user = pledge.cadre.user
    attachment = store_photo(_picture(), by=user)
    return ItemEvidence.objects.create(item=pledge.items.first(), attachment=attachment, added_by=user).pk


def _with_plan(pledge: Any) -> int:
    plan = store_photo(_picture(), by=pledge.cadre.user)
    return PledgeLinks.objects.create(pledge=pledge, work_plan=plan).pk


def _twins(programmes: list[Any], pk: Any) -> Pair:
    """One of each programme, in reach and out of it."""
    return {
        place: Thing({"pk": pk(programme)}, programme.unit.path)
        for place, programme in zip(("in", "out"), programmes, strict=True)
    }


def _with_place(pair: Pair) -> Pair:
    """The first focus of each."""
    return {place: Thing(thing.kwargs | {"place": 1}, thing.path) for place, thing in pair.items()}


def _of_fieldvisits(t: SimpleNamespace, period: Period) -> dict[str, Pair]:
    """A waiting plan, a reported visit with a photo and a follow-up."""
    places = {
        "in": (t.base_secretary, t.base, t.district),
        "out": (t.other_base_secretary, t.other_base, t.other_district),
    }
    pairs: dict[str, Pair] = {"plan": {}, "plan_item": {}, "visit": {}, "photo": {}, "followup": {}}
    for place, (cadre, unit, deciding) in places.items():
        owners = frozenset({"base secretary"} if place == "in" else ())
        plan = VisitPlanFactory(cadre=cadre, period=period, state="submitted", deciding_unit=deciding)
        visit = VisitFactory(cadre=cadre, period=period, state="reported", deciding_unit=deciding)
        attachment = store_photo(_picture(), by=cadre.user)
        found = {
            "plan": plan,
            "plan_item": plan.items.get(),
            "visit": visit,
            "photo": VisitPhoto.objects.create(visit=visit, attachment=attachment),
            "followup": FollowUpFactory(visit=visit),
        }
        for name, document in found.items():
            pairs[name][place] = Thing({"pk": document.pk}, unit.path, owners)
    return pairs


def _picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8)).save(content, "PNG")
    return SimpleUploadedFile("anh.png", content.getvalue())
