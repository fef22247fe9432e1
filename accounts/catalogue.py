"""Compiles a catalogue of translations, so that no gettext tools are needed on the machine."""

import ast
import struct
from pathlib import Path

MAGIC = 0x950412DE
HEADER_BYTES = 28


def compile_catalogue(source: Path, target: Path) -> None:
    entries = sorted(read_catalogue(source.read_text(encoding="utf-8")).items())
    ids = [key.encode() for key, _ in entries]
    texts = [text.encode() for _, text in entries]
    count = len(entries)
    offset = HEADER_BYTES + 16 * count
    tables = b""
    for strings in (ids, texts):
        for string in strings:
            tables += struct.pack("<II", len(string), offset)
            offset += len(string) + 1
    header = struct.pack("<IIIIIII", MAGIC, 0, count, HEADER_BYTES, HEADER_BYTES + 8 * count, 0, 0)
    target.write_bytes(header + tables + b"".join(string + b"\0" for string in ids + texts))


def read_catalogue(text: str) -> dict[str, str]:
    """Message to translation; a plural message is joined to its singular by NUL, as the format wants it."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        parts = _parts(block)
        if "msgid" not in parts:
            continue
        key = parts["msgid"] + (f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else "")
        found[key] = parts.get("msgstr", parts.get("msgstr[0]", ""))
    return found


def _parts(block: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    current = ""
    for line in block.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith('"'):
            quoted = line
        else:
            current, _, quoted = line.partition(" ")
            parts[current] = ""
        parts[current] += ast.literal_eval(quoted)
    return parts
