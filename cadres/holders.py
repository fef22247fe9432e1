"""Who holds a right by a granted role, to be told of something."""

from django.utils import timezone

from accounts.models import User
from cadres.models import RIGHTS, Right, RoleGrant, holds


def holders_of(right: Right) -> list[User]:
    """The users who hold the right today by a grant; a right that no post gives."""
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    grants = RoleGrant.objects.valid_on(timezone.localdate()).filter(role__in=roles, user__is_active=True)
    users = {grant.user for grant in grants.select_related("user")}
    return sorted((user for user in users if holds(user, right)), key=lambda user: user.pk)
