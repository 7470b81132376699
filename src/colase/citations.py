"""References: one BibTeX file, a reader for it, and a one-line form for tables and reports.

Keys such as ``duan2022`` stand on classes (``references``), in device files and beside library
values; whatever cites something looks it up here, and an unknown key is an error with a hint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from .errors import InputError, nearest

_ENTRY = re.compile(r"@(\w+)\s*\{\s*([\w:.-]+)\s*,")
_FIELD = re.compile(r"(\w+)\s*=\s*\{")
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303"}
_ACCENT = re.compile(r"\{?\\(['`^\"~])\{?\\?(\w)\}?\}?")


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of references.bib; ``text`` is the entry as it stands there."""

    key: str
    kind: str
    fields: Mapping[str, str]
    text: str

    def __str__(self) -> str:
        return format_reference(self.key)


@cache
def keys() -> tuple[str, ...]:
    """Return every key of references.bib, in the order of the file."""
    return tuple(_library())


def entry(key: str) -> Reference:
    """Return one entry.

    Raises
    ------
    InputError
        If the key is unknown; the sentence names the nearest one.
    """
    library = _library()
    if key not in library:
        raise InputError(f'"{key}" is not a key of references.bib.{nearest(key, library)}')
    return library[key]


def bibtex(*wanted: str) -> str:
    """Return the BibTeX text of the entries, each once, in the order asked for."""
    return "\n\n".join(entry(key).text for key in dict.fromkeys(wanted))


def format_reference(key: str) -> str:
    """Return one line: authors, title, where, year, DOI or address."""
    ref = entry(key)
    get = ref.fields.get
    place = get("journal") or get("publisher") or get("howpublished") or ""
    place += f" {get('volume')}" if get("volume") else ""
    place += f", {get('pages')}" if get("pages") else ""
    link = f"https://doi.org/{get('doi')}" if get("doi") else get("url", "")
    ending = f"{place} ({get('year')})." if place else f"({get('year')})."
    return " ".join(part for part in (f"{authors(ref)},", f"{get('title')}.", ending, link) if part)


def authors(reference: Reference, most: int = 3) -> str:
    """Return names as "C. Kersuzan, S. Celaj et al." when there are more than ``most``."""
    names = [_initials(name) for name in reference.fields.get("author", "").split(" and ")]
    if names[-1] == "others" or len(names) > most:
        return f"{names[0]} et al."
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _initials(name: str) -> str:
    family, _, given = (part.strip() for part in name.partition(","))
    if not given:
        return family
    short = " ".join("-".join(f"{p[0]}." for p in word.split("-")) for word in given.split())
    return f"{short} {family}"


@cache
def _library() -> Mapping[str, Reference]:
    return parse(files("colase").joinpath("references.bib").read_text(encoding="utf-8"))


def parse(text: str) -> Mapping[str, Reference]:
    """Read BibTeX whose values stand in braces; comment lines start with %.

    Raises
    ------
    InputError
        For an unclosed brace, a key used twice or an entry without author, title or year.
    """
    found: dict[str, Reference] = {}
    for head in _ENTRY.finditer(text):
        kind, key = head[1].lower(), head[2]
        body = text[head.start() : _closing(text, text.index("{", head.start()), key) + 1]
        fields: dict[str, str] = {}
        at = head.end() - head.start()
        while match := _FIELD.search(body, at):
            at = _closing(body, match.end() - 1, key)
            fields[match[1].lower()] = _plain(body[match.end() : at])
        missing = [name for name in ("author", "title", "year") if not fields.get(name)]
        if missing or key in found:
            wrong = f"has no {' and no '.join(missing)}" if missing else "stands there twice"
            raise InputError(f'references.bib: "{key}" {wrong}.')
        found[key] = Reference(key, kind, MappingProxyType(fields), body)
    return MappingProxyType(found)


def _closing(text: str, opening: int, key: str) -> int:
    """Return the place of the brace that closes the one at ``opening``."""
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise InputError(f'references.bib: a brace of "{key}" is never closed.')


def _plain(value: str) -> str:
    """Turn TeX accents into letters, dashes into dashes, and drop protecting braces."""
    import unicodedata

    value = _ACCENT.sub(lambda m: m[2] + _ACCENTS[m[1]], value)
    value = unicodedata.normalize("NFC", value).replace("--", "–").replace("{", "").replace("}", "")
    return " ".join(value.split())
