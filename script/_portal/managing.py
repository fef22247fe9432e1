"""`script/manage`: any management command in the environment of `script/run`."""

from .environment import manage, ready
from .places import TRIAL


def main(arguments: list[str]) -> int:
    with ready(TRIAL) as environment:
        return manage(environment, *arguments)
