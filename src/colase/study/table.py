"""A table as aligned text for a terminal and as HTML for a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """Column heads (with their units) and rows of text; ``note`` is a sentence below.

    Columns whose entries all start with a digit or a sign are aligned to the right.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""

    def text(self, indent: str = "") -> str:
        """Return aligned text, one line a row."""
        widths = [max(map(len, column)) for column in self._columns()]
        right = self._right()
        lines = [self.title] if self.title else []
        for row in (self.heads, *self.rows):
            cells = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, right, strict=True))
            lines.append((indent + "  ".join(cells)).rstrip())
        return "\n".join(lines + ([self.note] if self.note else []))

    def html(self) -> str:
        """Return an HTML table."""
        style = ['style="text-align:right"' if r else 'style="text-align:left"' for r in self._right()]
        head = "".join(f"<th {s}>{escape(h)}</th>" for h, s in zip(self.heads, style, strict=True))
        body = "".join(
            "<tr>" + "".join(f"<td {s}>{escape(c)}</td>" for c, s in zip(row, style, strict=True)) + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.html()

    def _columns(self) -> list[tuple[str, ...]]:
        return list(zip(self.heads, *self.rows, strict=True))

    def _right(self) -> list[bool]:
        return [len(c) > 1 and all(_number(cell) for cell in c[1:]) for c in self._columns()]


def _number(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in "+-−>" or cell in ("", "infinite")
