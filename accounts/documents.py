"""What every document with a version and a state has in common."""

from typing import Any

from django.db import models


class StaleDocument(Exception):
    """The document was changed meanwhile, or is no longer in a state that allows this. Becomes a 409 page."""

    def __init__(self, document: models.Model, message: str = "") -> None:
        super().__init__(message or f"{document} đã thay đổi")
        self.document = document
        self.message = message


def check_version(document: Any, version: int) -> None:
    """Raise StaleDocument unless `version`, which came with the form, is still the document's own."""
    if document.version != version:
        raise StaleDocument(document)
