"""Who comes back with a long session proves again who it is before personal data and account pages."""

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest


def _is_long(request: HttpRequest) -> bool:
    return bool(request.session.get("is_long"))


proof_required = reauthentication_required(enabled=_is_long)
