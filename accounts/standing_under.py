"""Which line of the navigation a page stands under, where its address alone does not tell.

One's own papers and those of others share their pages and stand under two lines.
"""

from django.http import HttpRequest


def stand_under(request: HttpRequest, url_name: str) -> None:
    """Said by a view; config.shell asks for it before it goes by the address."""
    request.stands_under = url_name  # type: ignore[attr-defined]


def stands_under(request: HttpRequest) -> str:
    return getattr(request, "stands_under", "")
