"""What the page of administration is made of."""

from dataclasses import dataclass

from django.urls import reverse

from cadres.models import Right


@dataclass(frozen=True)
class Task:
    """A task of administration: where it begins, and the rights over others of which one opens it."""

    label: str
    detail: str
    url_name: str
    icon: str
    rights: tuple[Right, ...]
    url_args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.url_args)


@dataclass(frozen=True)
class Area:
    label: str
    tasks: tuple[Task, ...]
