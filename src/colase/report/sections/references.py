"""Whom to cite."""

from __future__ import annotations

import re
from typing import Any

from colase import citations
from colase.report.blocks import Items, Section, Text
from colase.study import cite

_LINK = re.compile(r"\s*(https?://\S+)$")


def section(run: Any) -> Section | None:
    """Return the references of the device, each with what it is cited for."""
    cited = cite(run.device)
    if not cited.keys:
        return None
    items = []
    for key in cited.keys:
        text = citations.format_reference(key)
        link = _LINK.search(text)
        uses = list(dict.fromkeys(_short(use) for use, k in cited.uses if k == key))
        shown = _LINK.sub("", text)
        items.append((f"[{key}] {shown} For: {', '.join(uses)}.", link[1] if link else ""))
    note = Text("“colase cite” prints the same list with BibTeX.")
    return Section("references", "References", [Items(tuple(items)), note])


def _short(use: str) -> str:
    """Return "values" for the many single values taken from one source."""
    return "values" if use.startswith("value: ") else use
