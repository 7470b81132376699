"""How units are spelled: "uJ/cm^2" is [("uJ", 1), ("cm", -2)], before anything says what a name means.

A strict grammar; nothing is evaluated. Powers may be raised digits, a parenthesis may close a denominator.
"""

from __future__ import annotations

import re

from colase.errors import InputError, nearest

_FACTOR = re.compile(r"([A-Za-zµ°ÅΩ%]{1,24})(?:\^?(-?[1-9]))?")
PLAIN = str.maketrans("μ−·×⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "µ-**0123456789-")
"""Typographic characters to those of the grammar."""

FAMILIAR = (
    *("m", "cm", "mm", "um", "µm", "nm", "pm", "angstrom", "s", "ms", "us", "µs", "ns", "ps", "fs"),
    *("Hz", "kHz", "MHz", "GHz", "THz", "K", "degC", "J", "mJ", "uJ", "nJ", "eV", "meV", "W", "kW", "mW"),
    *("W/cm^2", "kW/cm^2", "J/cm^2", "mJ/cm^2", "uJ/cm^2", "J/m^2", "1/cm", "1/m", "cm^-1"),
    *("cm^2", "nm^2", "m^2", "um^3", "1/cm^3", "cm^-3", "1/m^3", "%"),
)
"""Units suggested for one that is not understood."""


def factors(text: str) -> list[tuple[str, int]]:
    """Split "uJ/cm^2" into [("uJ", 1), ("cm", -2)]; a parenthesis may close a denominator."""
    rest = text.translate(PLAIN).replace("**", "^").strip()
    rest = rest[1:].lstrip() if rest.startswith(("1/", "1 /")) else rest
    unknown = InputError(f"{quoted(text)} is not a unit.{nearest(text[:24], FAMILIAR)}")
    found: list[tuple[str, int]] = []
    sign, inside = 1, False
    while rest:
        if rest.startswith("/") and not inside:
            sign, rest = -1, rest[1:].lstrip()
            if rest.startswith("("):
                inside, rest = True, rest[1:].lstrip()
        elif rest.startswith("*") and found:
            rest = rest[1:].lstrip()
        match = _FACTOR.match(rest)
        if not match or len(found) > 5:
            raise unknown
        found.append((match[1], sign * int(match[2] or 1)))
        rest = rest[match.end() :].lstrip()
        if inside and rest.startswith(")"):
            inside, rest = False, rest[1:].lstrip()
        sign = -1 if inside else 1
    if inside:
        raise unknown
    return found


def quoted(text: str, longest: int = 60) -> str:
    """Return a text in quotes, shortened, with control characters made visible."""
    safe = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text[: longest + 1])
    return f'"{safe[:longest]}…"' if len(safe) > longest else f'"{safe}"'
