"""What people are told when posts change: the person, and the secretaries of the unions concerned."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from accounts.models import User
from accounts.notifying import notify
from cadres.deciding import deciders
from cadres.models import Appointment, Cadre, Right, Transfer, Unit


def keepers(unit: Unit, person: Cadre | None = None) -> list[User]:
    """Who answers for the people of the unit: its own secretary, unless the person is he; else the nearest above."""
    for place in [unit, *Unit.objects.above(unit)]:
        if found := deciders(place, Right.PEOPLE_CONFIRM, exclude=person):
            return found
    return []


def _tell(users: Iterable[User], kind: str, subject: str, body: str, *, url: str, key: str) -> None:
    notify(users, kind=kind, subject=subject[:200], body=body, url=url, key=key)


def _person_and(units: Iterable[Unit], cadre: Cadre, by: User) -> tuple[list[User], list[User]]:
    """The person, and the others to tell without whoever did it."""
    person = [cadre.user] if cadre.user else []
    others = {user for unit in units for user in keepers(unit, cadre)} - {by, *person}
    return person, sorted(others, key=lambda user: user.pk)


def _decision(post: Appointment) -> str:
    when = f" ngày {post.decision_on:%d/%m/%Y}" if post.decision_on else ""
    return f" Quyết định số {post.decision_no}{when}." if post.decision_no else ""


def appointed(post: Appointment, *, by: User) -> None:
    person, others = _person_and([post.unit], post.cadre, by)
    key, url = f"appointment-made:{post.pk}", post.cadre.get_absolute_url()
    when = f"từ ngày {post.valid_from:%d/%m/%Y}"
    _tell(
        person,
        "appointment.made",
        f"Đồng chí giữ chức vụ {post.position}",
        f"{post.unit}, {when}.{_decision(post)} Xem các việc đầu tiên ở trang Tuần đầu.",
        url=reverse("portal:first_week"),
        key=key,
    )
    body = f"{post.position}, {post.unit}, {when}.{_decision(post)} Cần hướng dẫn đồng chí những việc đầu tiên."
    _tell(others, "appointment.made", f"Đồng chí {post.cadre} nhận chức vụ mới", body, url=url, key=key)


def corrected(post: Appointment, *, by: User) -> None:
    person, others = _person_and([post.unit], post.cadre, by)
    body = f"{post.position}, {post.unit}, từ ngày {post.valid_from:%d/%m/%Y}.{_decision(post)}"
    url, key = post.cadre.get_absolute_url(), f"appointment-corrected:{post.pk}:{post.version}"
    _tell(
        person + others,
        "appointment.corrected",
        f"Sửa thông tin chức vụ của đồng chí {post.cadre}",
        body,
        url=url,
        key=key,
    )


def left(ended: Sequence[Appointment], follower: Appointment | None, *, by: User) -> None:
    """`follower` is the post that is the main one from then on."""
    cadre, last = ended[0].cadre, ended[0].valid_to
    person, others = _person_and([post.unit for post in ended], cadre, by)
    if ended[0].end_reason == Appointment.EndReason.DIED:
        person = []
    names = "; ".join(str(post) for post in ended)
    goes_on = f" Chức vụ chính từ ngày sau: {follower}." if follower else ""
    body = f"{names}. Ngày cuối giữ chức vụ: {last:%d/%m/%Y}. Lý do: {ended[0].get_end_reason_display()}.{goes_on}"
    url, key = cadre.get_absolute_url(), f"appointment-ended:{ended[0].pk}:{ended[0].version}"
    _tell(person + others, "appointment.ended", f"Đồng chí {cadre} thôi giữ chức vụ", body, url=url, key=key)


def made_main(post: Appointment, *, by: User) -> None:
    person, others = _person_and([post.unit], post.cadre, by)
    body = f"{post} là chức vụ chính từ ngày {post.valid_from:%d/%m/%Y}; bản đăng ký và đánh giá theo chức vụ này."
    url, key = post.cadre.get_absolute_url(), f"appointment-main:{post.pk}:{post.version}"
    _tell(
        person + others, "appointment.made_main", f"Đổi chức vụ chính của đồng chí {post.cadre}", body, url=url, key=key
    )


def transferred(old: Appointment, new: Appointment, *, by: User) -> None:
    """The person, the union that loses and the one that gains."""
    person, others = _person_and([old.unit, new.unit], old.cadre, by)
    body = f"Từ {old} sang {new}, từ ngày {new.valid_from:%d/%m/%Y}.{_decision(new)}"
    follows = "Bản đăng ký và bảng đi cơ sở đang làm dở đi theo chức vụ mới; phần đã duyệt giữ nguyên ở đơn vị cũ."
    url, key = old.cadre.get_absolute_url(), f"appointment-transferred:{new.pk}"
    kind, subject = "appointment.transferred", f"Điều chuyển đồng chí {old.cadre}"
    _tell(person + others, kind, subject, f"{body} {follows}", url=url, key=key)


def proposed(proposal: Transfer) -> None:
    subject = f"Đề nghị nhận đồng chí {proposal.cadre} về {proposal.unit}"
    body = f"Từ {proposal.appointment}; chức vụ mới: {proposal.position}, từ ngày {proposal.valid_from:%d/%m/%Y}."
    users = [user for user in keepers(proposal.receiving_unit) if user != proposal.proposed_by]
    _tell(
        users,
        "transfer.proposed",
        subject,
        body,
        url=proposal.get_absolute_url(),
        key=f"transfer-proposed:{proposal.pk}",
    )


def refused(proposal: Transfer) -> None:
    subject = f"Chưa nhận đồng chí {proposal.cadre} về {proposal.unit}"
    url, key = proposal.get_absolute_url(), f"transfer-refused:{proposal.pk}"
    _tell([proposal.proposed_by], "transfer.refused", subject, f"Lý do: {proposal.reason}", url=url, key=key)


def withdrawn(proposal: Transfer) -> None:
    subject = f"Đã rút đề nghị nhận đồng chí {proposal.cadre}"
    body = f"Nơi đề nghị đã rút việc điều chuyển về {proposal.unit}. Không cần làm gì."
    users = keepers(proposal.receiving_unit)
    _tell(
        users,
        "transfer.withdrawn",
        subject,
        body,
        url=proposal.get_absolute_url(),
        key=f"transfer-withdrawn:{proposal.pk}",
    )
