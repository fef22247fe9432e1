"""The apps that say what a person has to do and what waits for a decision."""

from collections.abc import Callable
from types import ModuleType

from accounts.models import User
from accounts.todos import Panel, Todo, Waiting
from cadres import (
    merger_agenda,
    posts_agenda,
    privacy_agenda,
    recovery_agenda,
    registration_agenda,
    roster_agenda,
)
from criteria import agenda as criteria_agenda
from criteria import following_agenda, programme_agenda, spreading_agenda
from evaluations import agenda as evaluations_agenda
from fieldvisits import agenda as visits_agenda
from reports import agenda as reports_agenda

AGENDAS: tuple[ModuleType, ...] = (
    merger_agenda,
    criteria_agenda,
    following_agenda,
    programme_agenda,
    spreading_agenda,
    visits_agenda,
    evaluations_agenda,
    reports_agenda,
    recovery_agenda,
    posts_agenda,
    roster_agenda,
    privacy_agenda,
    registration_agenda,
)
# What a reader sees of their own below the list: functions of an agenda that give a Panel, or None.
PANELS: tuple[Callable[[User], Panel | None], ...] = (
    criteria_agenda.panel_for,
    visits_agenda.panel_for,
    registration_agenda.panel_for,
)


def todos_of(user: User) -> list[Todo]:
    """Overdue and returned first, then by deadline, then what has none."""
    todos = [todo for agenda in AGENDAS for todo in agenda.todo_for(user)]
    return sorted(todos, key=lambda todo: todo.urgency)


def waiting_of(user: User) -> list[Waiting]:
    return [waiting for agenda in AGENDAS for waiting in agenda.waiting_for(user)]


def panels_of(user: User) -> list[Panel]:
    return [panel for panel in (panel_for(user) for panel_for in PANELS) if panel]
