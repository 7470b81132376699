"""From what the models found to the lines a person reads: place, value given, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from colase.errors import nearest
from colase.units import quoted

from .describe import members, noun, settings, tag
from .device import Device
from .values import Problem, given

_MOST = 40


def sentences(errors: list[Any]) -> tuple[str, ...]:
    """Return one line for each problem that pydantic reports, in the order of the file's sections."""
    left = max(len(errors) - _MOST, 0)
    errors = errors[:_MOST]
    tables = {tuple(e["loc"])[:-1] for e in errors}
    answered: set[tuple] = set()
    lines: list[str] = []
    suggestions = {loc: s for table in tables for loc, s in _suggestions(table, errors, answered).items()}
    for error in errors:
        loc = tuple(error["loc"])
        if loc not in answered or error["type"] != "missing":
            lines += _lines(error, loc, suggestions)
    return (*lines, f"and {left} more problems.") if left else tuple(lines)


def _lines(error: Mapping[str, Any], loc: tuple, suggestions: Mapping[tuple, str]) -> Iterator[str]:
    path, owner = _resolve(loc)
    problem = error.get("ctx", {}).get("error")
    if error["type"] == "extra_forbidden":
        yield f"{_place(path, table=isinstance(error['input'], dict))}: {suggestions[loc]}"
    elif error["type"] == "missing":
        yield _missing(path, owner)
    elif isinstance(problem, Problem):
        yield from _told(problem, error["input"], path)
    else:
        yield f"{_place(path)}: this value cannot be used."


def _told(problem: Problem, raw: Any, path: tuple[str, ...]) -> Iterator[str]:
    shown = raw
    if problem.at and isinstance(raw, dict):
        shown, path = raw.get(problem.at), (*path, problem.at)
    place = _place(path, table=len(path) == 1 and isinstance(shown, dict))
    if shown is not None and given(shown) != "{ ... }":
        place += f" = {given(shown)}"
    for sentence in problem.sentences:
        yield f"{place}: {re.sub(rf'^{re.escape(path[0])}: ', '', sentence)}"


def _missing(path: tuple[str, ...], owner: type) -> str:
    setting = next(s for s in settings(owner) if s.key == path[-1])
    if len(path) == 1 and setting.sort == "part":
        return f"[{path[0]}] is missing; a device needs this section."
    example = setting.example if setting.sort != "part" else '"..." or { ... }'
    return f"{_place(path)} is missing, for example {path[-1]} = {example}."


def _suggestions(table: tuple, errors: list[Any], answered: set[tuple]) -> dict[tuple, str]:
    """Say of every unknown key of a table what it may have meant; note which missing keys that answers."""
    here = [e for e in errors if tuple(e["loc"])[:-1] == table]
    unknown = [tuple(e["loc"]) for e in here if e["type"] == "extra_forbidden"]
    missing = [str(e["loc"][-1]) for e in here if e["type"] == "missing"]
    owner = _resolve((*table, ""))[1]
    keys = [s.key for s in settings(owner)]
    found = {}
    for loc in unknown:
        name = str(loc[-1])
        hint = nearest(name[:60], missing) or nearest(name[:60], keys)
        if not hint and len(missing) == len(unknown) == 1:
            hint = f' Did you mean "{missing[0]}"?'
        named = re.search(r'"(.*)"', hint)
        if named:
            answered.add((*table, named[1]))
        found[loc] = _unknown(name, owner) + (hint or _elsewhere(name, owner))
    return found


def _unknown(name: str, owner: type) -> str:
    if owner is Device:
        return "no such section or setting."
    return f"no such setting{f' for {noun(owner)}' if noun(owner) else ''}."


def _elsewhere(name: str, owner: type) -> str:
    """Point to the section that knows the key, or list what this one knows."""
    for section in settings(Device):
        if section.base and any(name == s.key for cls in members(section.base) for s in settings(cls)):
            return f" It belongs in [{section.key}]."
    known = ", ".join(s.key for s in settings(owner))
    return f" There is {known}." if known else ""


def _resolve(loc: tuple[Any, ...]) -> tuple[tuple[str, ...], type]:
    """Return the keys of a place without the tags pydantic adds, and the class that owns the last key."""
    path: list[str] = []
    owner: type = Device
    rest = list(loc)
    while rest:
        key = str(rest.pop(0))
        path.append(key)
        setting = next((s for s in settings(owner) if s.key == key), None)
        if setting is None or setting.base is None or not rest:
            break
        first, *others = members(setting.base)
        name = rest.pop(0) if others else ""
        owner = next((cls for cls in others if tag(cls) == name), first)
    return tuple(path), owner


def _place(path: tuple[str, ...], *, table: bool = False) -> str:
    """Write a place: "[cavity] core", "[gain] nanocrystal.fwhm", "[cavitty]", "title"."""
    safe = [quoted(key).strip('"') for key in path]
    if len(safe) == 1:
        return f"[{safe[0]}]" if table else safe[0]
    return f"[{safe[0]}] {'.'.join(safe[1:])}"
