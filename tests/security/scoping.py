"""Reads the views: where does a query begin that neither asks who is looking nor starts from a row already fetched?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "cadres", "criteria", "fieldvisits", "evaluations", "reports", "config")
# Methods of querysets, and functions, that narrow to what the user may see.
SCOPED = {
    "visible_to",
    "where",
    "kept_by",
    "editable_by",
    "tops_of",
    "to_decide",
    "to_confirm",
    "examples_for",
    "within_reach",
}
FROM_CLIENT = {"int", "str", "UUID"}
# Names that narrow nothing: days, constants and the request itself (its user does, and is looked for apart).
IDLE = {"today", "timezone", "request"}


def view_modules() -> Iterator[Path]:
    for app in APPS:
        yield from (p for p in sorted((ROOT / app).rglob("*.py")) if "views" in p.parts or app == "config")


def unscoped(source: str) -> Iterator[tuple[str, str]]:
    """(function, query) for each query on a whole table."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        begins = isinstance(node, ast.Attribute) and node.attr == "objects"
        if begins or _is_bare_lookup(node):
            chain = _whole_chain(node, parents) if begins else node
            function = _function_of(node, parents)
            if function is not None and not _is_scoped(chain, function):
                yield function.name, ast.unparse(chain)


def _is_bare_lookup(node: ast.AST) -> bool:
    """get_object_or_404(Model, …): any row at all."""
    is_shortcut = isinstance(node, ast.Call) and ast.unparse(node.func) in {"get_object_or_404", "get_list_or_404"}
    return is_shortcut and isinstance(node.args[0], ast.Name) and node.args[0].id[0].isupper()


def _whole_chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.AST:
    """From `Model.objects` up through its calls, and the shortcut that is given the queryset."""
    while True:
        above = parents[node]
        is_call = isinstance(above, ast.Call) and above.func is node
        if not (is_call or isinstance(above, ast.Attribute)):
            is_shortcut = isinstance(above, ast.Call) and ast.unparse(above.func).startswith("get_")
            return above if is_shortcut else node
        node = above


def _function_of(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> ast.FunctionDef | None:
    while node in parents and not isinstance(node, ast.FunctionDef):
        node = parents[node]
    return node if isinstance(node, ast.FunctionDef) else None


def _is_scoped(chain: ast.AST, function: ast.FunctionDef) -> bool:
    """Does it ask who is looking, or begin at a row that was fetched before?"""
    inner = list(ast.walk(chain))
    if SCOPED & {node.attr for node in inner if isinstance(node, ast.Attribute)}:
        return True
    if SCOPED & {node.id for node in inner if isinstance(node, ast.Name)}:
        return True
    if any(isinstance(node, ast.Attribute) and ast.unparse(node) == "request.user" for node in inner):
        return True
    client = {a.arg for a in function.args.args if a.annotation and ast.unparse(a.annotation) in FROM_CLIENT}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and re.search(r"request\.(GET|POST)", ast.unparse(node.value)):
            client |= {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
    called = {node.func for node in inner if isinstance(node, ast.Call)}
    names = {node.id for node in inner if isinstance(node, ast.Name) and node not in called}
    return any(name.islower() and name not in client | IDLE for name in names)
