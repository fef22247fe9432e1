"""What units did with the programme above them, and what worked so well that others took it over."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from accounts.models import Run, User
from cadres.deciding import superior_units
from cadres.models import Right, Unit
from criteria import copying_down
from criteria.copying import Parts, content_of
from criteria.models import (
    FocusCopy,
    GoodModel,
    PledgeItem,
    Profile,
    Programme,
    ProgrammeReceipt,
    Progress,
    Solution,
    TakeOver,
)
from criteria.spreading import units_below
from demo import words
from demo.loading import load
from demo.world import World, cycle

_RECEIPT = "programme_id unit_id received_on received_by_id passed_on_on audience how note version"
# In the order of the demo's solutions: what each is called as a model, and how it is done.
_MODELS = (
    (
        "“Thứ Bảy cùng công nhân” tại khu nhà trọ",
        "Mỗi tháng một buổi: sửa điện, cắt tóc, nghe ý kiến, trả lời tại chỗ.",
    ),
    ("Đối thoại có bảng hẹn trả lời", "Câu nào chưa trả lời được thì ghi người, ghi ngày lên bảng; buổi sau đọc lại."),
    ("“Chi đoàn sáng tạo” chấm theo số nơi làm theo", "Chi đoàn tự quay một phút; nơi nào được làm theo thì có điểm."),
    ("Sổ tay ý kiến chi đoàn", "Bí thư chi đoàn ghi ý kiến vào một trang; Đoàn cơ sở trả lời trong năm ngày."),
    ("Mỗi tuần một điều trên bảng tin", "Một điều NÊN, một việc thật của đơn vị, một tấm ảnh; đoàn viên tự viết."),
    ("Hộp thư góp ý trả lời trong năm ngày", "Mở thư ngày thứ Sáu, trả lời trên bảng tin, việc riêng thì gặp riêng."),
    ("Họp đúng 90 phút có đồng hồ đếm", "Gửi tài liệu trước ba ngày; mỗi việc có người nói, có giờ; hết giờ thì chốt."),
    (
        "Mỗi ủy viên Ban Thường vụ theo một chi đoàn khó",
        "Dự sinh hoạt hằng tháng, cùng làm một việc, cuối quý báo lại.",
    ),
)
_WAITING = 2


def write_receipts(world: World) -> None:
    """Most bases have passed the programme of their district on, some only received it."""
    load(ProgrammeReceipt, _RECEIPT, _receipts(world))


def _receipts(world: World) -> Iterator[tuple[Any, ...]]:
    period = world.this_year.periods[Profile.CALENDAR]
    approved = Programme.objects.approved().filter(period=period).values_list("unit", "pk", "decided_at")
    above = {unit_id: (pk, decided_at.date()) for unit_id, pk, decided_at in approved}
    states = cycle(("passed_on", 6), ("received", 2), ("", 2))
    for node in world.tree.nodes:
        if not node.owes_programme or node.parent is None or node.parent.id not in above:
            continue
        programme, decided_on = above[node.parent.id]
        state = next(states)
        if not state:
            continue
        received = min(decided_on + dt.timedelta(days=node.id % 5), world.today)
        passed_on = min(received + dt.timedelta(days=node.id % 9), world.today) if state == "passed_on" else None
        by = world.secretaries.get(node.id) or world.named["tckt"]
        audience = 20 + node.id % 70 if passed_on else None
        yield programme, node.id, received, by, passed_on, audience, "meeting", "", 1 + (passed_on is not None)


def write_models(world: World) -> None:
    """The story: foci copied down, models in the library, taken over, waiting."""
    _copy_down(world)
    models = _library(world)
    _take_over(world, models)
    _of_a_person(world)


def _copy_down(world: World) -> None:
    """The secretary of the story's district copies into the bases that have not sent anything; three took it over."""
    by = User.objects.get(username="bithu")
    unit_id = world.post_of("bithu").node.id
    period = world.this_year.periods[Profile.CALENDAR]
    programme = Programme.objects.approved().select_related("unit", "period").get(unit=unit_id, period=period)
    foci = list(programme.foci.prefetch_related("statements", "indicators", "solutions").select_related("programme"))
    run = Run.objects.create(
        kind=copying_down.COPY,
        label="Chép trọng tâm xuống đơn vị",
        asked_by=by,
        state=Run.State.DONE,
        finished_at=world.now,
    )
    results = [
        (unit.pk, copying_down.copy_to(unit, programme, foci, Parts(), by=by, run=run))
        for unit in units_below(programme.unit)
    ]
    run.outcome = {"units": results}
    run.save(update_fields=["outcome"])
    own = Programme.objects.approved().filter(period=period, unit__in=units_below(programme.unit)).order_by("pk")
    FocusCopy.objects.bulk_create(
        FocusCopy(
            programme=adapted,
            source=foci[0],
            source_unit=programme.unit,
            content=content_of(foci[0], Parts()),
            copied_by_id=world.secretaries.get(adapted.unit_id) or by.pk,
            copied_at=world.now - dt.timedelta(days=9),
        )
        for adapted in own[:3]
    )


def _library(world: World) -> list[GoodModel]:
    """Of finished solutions, one of each kind; two of the story's district wait for a decision."""
    period = world.this_year.periods[Profile.CALENDAR]
    done = Solution.objects.filter(programme__period=period, programme__state="approved", progress=Progress.DONE)
    done = done.select_related("programme__unit").prefetch_related("focus__statements").order_by("-programme", "order")
    path = Unit.objects.get(pk=world.post_of("bithu").node.id).path
    below = done.filter(programme__unit__path__startswith=path, programme__unit__depth__gt=len(path) // Unit.steplen)
    waiting = list({solution.programme_id: solution for solution in below}.values())[:_WAITING]
    accepted = {_number(solution): solution for solution in done if solution not in waiting}
    chosen = [*waiting, *accepted.values()]
    routes = superior_units([solution.programme.unit for solution in chosen], Right.PROGRAMME_DECIDE)
    return [
        _model(world, solution, routes[solution.programme.unit_id].unit_id, is_waiting=n < len(waiting))
        for n, solution in enumerate(chosen)
    ]


def _number(solution: Solution) -> int:
    """Which of the demo's solutions it is."""
    return next(
        n for n, (text, *_) in enumerate((*words.ENVIRONMENT, *words.RESULTS)) if solution.text.startswith(text)
    )


def _model(world: World, solution: Solution, deciding: int, *, is_waiting: bool) -> GoodModel:
    title, how = _MODELS[_number(solution)]
    unit = solution.programme.unit
    statement = solution.focus.statements.all()[0]
    return GoodModel.objects.create(
        unit=unit,
        criterion=statement.criterion,
        kind=solution.kind,
        title=title,
        done=how,
        result=f"{solution.result}: {solution.result_figure}",
        contact="Văn phòng Đoàn của đơn vị",
        solution=solution,
        source=solution.text,
        proposed_by_id=world.secretaries.get(unit.pk) or world.named["tckt"],
        proposed_at=world.now - dt.timedelta(days=6),
        deciding_unit_id=deciding,
        **({} if is_waiting else _accepted(world)),
    )


def _accepted(world: World) -> dict[str, Any]:
    decided_at = world.now - dt.timedelta(days=2)
    return {"state": "accepted", "version": 2, "decided_by_id": world.named["tckt"], "decided_at": decided_at}


def _take_over(world: World, models: list[GoodModel]) -> None:
    """Each accepted one by fewer units than the one before."""
    period = world.this_year.periods[Profile.CALENDAR]
    programmes = Programme.objects.approved().filter(period=period).order_by("pk")
    taking = list(programmes[:24].values_list("pk", "unit"))
    accepted = [model for model in models if model.state == GoodModel.State.ACCEPTED]
    TakeOver.objects.bulk_create(
        TakeOver(
            model=model,
            unit_id=unit_id,
            programme_id=pk,
            taken_by_id=world.secretaries.get(unit_id) or world.named["tckt"],
            taken_at=world.now - dt.timedelta(days=1),
        )
        for n, model in enumerate(accepted)
        for pk, unit_id in taking[:: n + 2]
        if unit_id != model.unit_id
    )


def _of_a_person(world: World) -> None:
    """A cadre offers something of the own pledge."""
    period = world.this_year.periods[Profile.CALENDAR]
    items = PledgeItem.objects.filter(pledge__period=period, pledge__state="approved", progress=Progress.DONE)
    items = items.filter(pledge__cadre__user__isnull=False).select_related("pledge__cadre__user", "pledge__unit")
    item = items.order_by("pk").first()
    if item is None:
        return
    cadre, unit = item.pledge.cadre, item.pledge.unit
    GoodModel.objects.create(
        unit=unit,
        cadre=cadre,
        criterion=item.criterion,
        title=item.text,
        done="Làm đều mỗi tháng, ghi lại ngay sau buổi làm, cuối quý xem lại với chi đoàn.",
        result=f"Đạt {item.target}" if item.target else "12/12 tháng",
        item=item,
        source=item.text,
        proposed_by=cadre.user,
        proposed_at=world.now - dt.timedelta(days=5),
        deciding_unit_id=superior_units([unit], Right.PROGRAMME_DECIDE)[unit.pk].unit_id,
        **_accepted(world),
    )
