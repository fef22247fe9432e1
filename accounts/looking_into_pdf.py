"""The child process that opens an uploaded PDF: little memory, little time, no Django, no secrets.

Run as `python -m accounts.looking_into_pdf FILE`; the exit code says what was found.
"""

import resource
import sys
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MAX_MEMORY = 1024**3
MAX_CPU_SECONDS = 10
MAX_PAGES = 200
MAX_OBJECTS = 50_000
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA", "/SubmitForm"}
"""Names in a dictionary that make a PDF do something or carry something along."""
SOUND, UNREADABLE, LOCKED, TOO_LONG, ALIVE = 0, 1, 3, 4, 5


def limit_itself() -> None:
    for limit, value in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_CPU_SECONDS)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # a system that knows no such limit; the parent's clock still runs
            continue


def look(path: Path) -> int:
    reader = PdfReader(path)
    if reader.is_encrypted:
        return LOCKED
    if not 0 < len(reader.pages) <= MAX_PAGES:
        return TOO_LONG
    return ALIVE if is_active(reader) else SOUND


def is_active(reader: PdfReader) -> bool:
    """Walks from the trailer over everything that is reached, each object once."""
    waiting: list[Any] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            if len(seen) > MAX_OBJECTS:
                return True
            thing = thing.get_object()
        if isinstance(thing, DictionaryObject):
            if ACTIVE & (set(thing) | {str(thing.get(name)) for name in ("/S", "/Type", "/Subtype")}):
                return True
            waiting += dict.values(thing)
        elif isinstance(thing, ArrayObject):
            waiting += list(thing)
    return False


if __name__ == "__main__":
    limit_itself()
    try:
        sys.exit(look(Path(sys.argv[1])))
    except Exception:
        sys.exit(UNREADABLE)
