"""Reading a text file that a stranger may have made: what it is, how large, whether it is text, TOML."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from colase.errors import InputError
from colase.units import quoted

LARGEST_FILE = 1_000_000
"""Bytes; a device file holds a few thousand."""


_MOST_DOTS = 100  # reading a dotted name takes the square of its length
_NO_NAME = re.compile(r"[^A-Za-z0-9_.\-\"' \t]")


def read_text(path: Path) -> str:
    """Return the text of a regular file of at most `LARGEST_FILE` bytes.

    Raises
    ------
    InputError
        One sentence, without the name of the file: missing, a folder, too large, not readable, not UTF-8.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("this is a folder; name a file.")
        if not stat.S_ISREG(status.st_mode):
            raise InputError("this is not a regular file.")
        if status.st_size > LARGEST_FILE:
            raise InputError(
                f"this file has {status.st_size / 1e6:.0f} MB; at most {LARGEST_FILE / 1e6:.0f} MB is read."
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise InputError(f"there is no such file.{_neighbour(path)}") from None
    except PermissionError:
        raise InputError("this file may not be read: permission denied.") from None
    except (OSError, ValueError, RuntimeError):
        raise InputError("this file cannot be opened (a loop of links, or an impossible name).") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise InputError(f"line {line}: this is not a UTF-8 text file.") from None


def _neighbour(path: Path) -> str:
    from colase.errors import nearest

    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix == path.suffix][:1000]
    except OSError:
        return ""
    return nearest(path.name[:80], names)


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises
    ------
    InputError
        One sentence with the line, and what usually causes it.
    """
    if any(chunk.count(".") > _MOST_DOTS for chunk in _NO_NAME.split(text)):
        raise InputError("a name in this file has too many dots.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise InputError(_syntax(str(problem), text)) from None
    except (RecursionError, MemoryError):
        raise InputError("brackets are nested too deeply.") from None
    except ValueError:
        raise InputError("a number in this file has too many digits.") from None


def _syntax(message: str, text: str) -> str:
    found = re.search(r"at line (\d+)", message)
    lines = text.replace("\r\n", "\n").split("\n")
    number = int(found[1]) if found else len(lines)
    line = lines[number - 1].strip() if number <= len(lines) else ""
    twice = any(word in message for word in ("overwrite", "twice", "mutate", "redefine", "duplicate"))
    if twice:
        return f"line {number}: {quoted(line).strip(chr(34))}: this key or section is given twice."
    if not line:
        return f"line {number}: the file ends in the middle of a value or a table."
    hint = "texts and values with a unit stand in quotes, names before an equals sign"
    return f"line {number}: {quoted(line).strip(chr(34))}: this is not TOML; {hint}."
