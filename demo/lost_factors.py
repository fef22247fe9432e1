"""Three people of the story's district who lost a telephone: one waits for the second person, two were answered."""

import secrets
from base64 import b32encode

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from accounts.models import User
from cadres import recovering
from demo.accounts import DISTRICT
from demo.world import Post, World

REASONS = (
    "Đánh rơi điện thoại khi đi cơ sở, giấy ghi mã dự phòng để trong ốp lưng.",
    "Đổi điện thoại, quên chuyển ứng dụng tạo mã.",
    "Điện thoại hỏng, chưa sửa được.",
)


def write_lost_factors(world: World) -> None:
    asker, keeper = (User.objects.get(username=name) for name in ("bithu", "quantri"))
    lost = (_with_factor(post) for post in world.posts if _is_of_the_story(post))
    _waiting, refused, confirmed = (
        recovering.ask(account, by=asker, reason=reason) for reason, account in zip(REASONS, lost, strict=False)
    )
    recovering.refuse(refused, by=keeper, answer="Đã gọi: tìm lại được điện thoại cũ.")
    recovering.confirm(confirmed, by=keeper)


def _is_of_the_story(post: Post) -> bool:
    return bool(post.user_id and not post.username and DISTRICT in {rung.code for rung in post.node.ladder()})


def _with_factor(post: Post) -> User:
    account = User.objects.get(pk=post.user_id)
    TOTP.activate(account, b32encode(secrets.token_bytes(20)).decode())
    RecoveryCodes.activate(account)
    return account
