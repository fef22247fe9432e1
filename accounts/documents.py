"""What every document with a version and a state has in common."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models


class StaleDocument(Exception):
    """The document was changed meanwhile, or is no longer in a state that allows this. Becomes a 409 page."""

    def __init__(
        self,
        document: models.Model,
        message: str = "",
        *,
        stored: models.Model | None = None,
        lines: Iterable[str] = (),
    ) -> None:
        """`stored` has the fields that the form shows, `lines` is what the rows of the document say now."""
        super().__init__(message or f"{document} đã thay đổi")
        self.document = document
        self.message = message
        self.stored = stored or document
        self.lines = list(lines)


class DecisionLacks(Exception):
    """The decision lacks what only the page of this one document asks for; the message says what."""


def check_version(document: Any, version: int, lines: Callable[[], Iterable[str]] = list) -> None:
    """Raise StaleDocument unless `version`, which came with the form, is still the document's own.

    `lines` gives what the rows of the document say now, for the page that shows both.
    """
    if document.version != version:
        raise StaleDocument(document, lines=lines())


def lock(document: Any) -> None:
    """Hold the document's row until the transaction ends; what belongs to it is read afterwards.

    Locked and joined in one query, a row that somebody else changed meanwhile would come with the old other side of
    the join, or not at all when it now points elsewhere.
    """
    type(document).objects.select_for_update(of=("self",)).only("pk").get(pk=document.pk)
