"""The workbooks that are shipped, by code; one module each."""

from reports.workbooks import b1, b2, b3, b5, b6
from reports.workbooks.shapes import Ask, Book

WORKBOOKS: dict[str, Book] = {book.code: book for book in (b1.BOOK, b2.BOOK, b3.BOOK, b5.BOOK, b6.BOOK)}

__all__ = ["WORKBOOKS", "Ask", "Book"]
