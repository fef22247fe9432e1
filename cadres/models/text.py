"""Vietnamese text in the database: the functions that feed the stored search and sort keys (cadres/names.py in SQL)."""

from typing import Any

from django.db import models
from django.db.models import CharField, F, Func, GeneratedField


class VnFold(Func):
    """Lower case, no accents, đ as d, single spaces: what a search compares."""

    function = "vn_fold"
    output_field = CharField()


class VnSort(Func):
    """Given name first, letters in the order of the Vietnamese alphabet, for the C collation."""

    function = "vn_sort"
    output_field = CharField()


def search_key(*fields: str) -> GeneratedField:
    """A stored column that holds the folded text of one field."""
    return GeneratedField(expression=VnFold(F(*fields)), output_field=CharField(max_length=400), db_persist=True)


def sort_key(field: str) -> GeneratedField:
    column: CharField[Any, Any] = CharField(max_length=400, db_collation="C")
    return GeneratedField(expression=VnSort(F(field)), output_field=column, db_persist=True)


def folded(words: str) -> models.Expression:
    """Typed words as the search key has them."""
    return VnFold(models.Value(words))
