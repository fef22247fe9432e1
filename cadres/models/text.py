"""Vietnamese text in the database: the functions that feed the stored search and sort keys (cadres/names.py in SQL)."""

from typing import Any

from django.db.models import CharField, F, Func, GeneratedField, Q, UUIDField

from cadres.names import fold

MOST_WORDS = 8


class VnFold(Func):
    """Lower case, no accents, đ as d, single spaces: what a search compares."""

    function = "vn_fold"
    output_field = CharField()


class VnSort(Func):
    """Given name first, letters in the order of the Vietnamese alphabet, for the C collation."""

    function = "vn_sort"
    output_field = CharField()


class TextPrint(Func):
    """The print of a text: equal for texts that differ in case, accents, marks and spaces only (cadres/names.py)."""

    template = "md5(regexp_replace(vn_fold(%(expressions)s), '[^a-z0-9]+', '', 'g'))::uuid"
    output_field = UUIDField()


class GivenName(Func):
    """The last word of a search key, compared byte by byte, so that an index serves its beginning and its order."""

    template = "(substring(%(expressions)s, '[^ ]*$') COLLATE \"C\")"
    output_field = CharField()


def search_key(*fields: str) -> GeneratedField:
    """A stored column that holds the folded text of one field."""
    return GeneratedField(expression=VnFold(F(*fields)), output_field=CharField(max_length=400), db_persist=True)


def sort_key(field: str) -> GeneratedField:
    column: CharField[Any, Any] = CharField(max_length=400, db_collation="C")
    return GeneratedField(expression=VnSort(F(field)), output_field=column, db_persist=True)


def begins_words(words: str, key: str = "search_key") -> Q:
    """Each of the typed words begins a word of the key, in any order: "hai" finds Hải but not Thái.

    Said with LIKE that knows where words begin, so that a trigram index serves words of two letters, too.
    """
    found = Q()
    for word in fold(words).split(" ")[:MOST_WORDS]:
        found &= Q(**{f"{key}__startswith": word}) | Q(**{f"{key}__contains": f" {word}"})
    return found
