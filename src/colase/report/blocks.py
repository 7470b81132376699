"""What a page is made of: text, notes, figures, tables and listings, with no layout in them.

A section of the report is a function from a run to a `Section`; the template lays blocks out and
escapes every text. Anything that can name its blocks can use the same template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from colase.plot.columns import Column


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph that stands out: something is missing, guessed or doubtful."""

    text: str
    kind: str = "note"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption and the numbers it shows.

    Attributes
    ----------
    name : str
        Name of its files, and in front of the identifiers of its SVG.
    title, caption : str
        What it is, in a few words; what to see in it, in a sentence or two.
    svg : str
        The picture.
    columns : tuple of Column
        What the CSV beside it holds; none for a drawing that stands for itself.
    wide : bool
        Whether it takes the full width or stands beside another.
    """

    name: str
    title: str
    caption: str
    svg: str
    columns: tuple[Column, ...] = ()
    wide: bool = True
    kind: str = "figure"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head.

    Attributes
    ----------
    head, rows : tuple
        Texts.
    caption : str
        A sentence above it.
    numeric : tuple of int
        Columns that align to the right.
    marked : tuple of int
        Rows that stand out.
    widths : tuple of int
        Widths of the columns in per cent; none lets the text decide.
    title : str
        A few bold words before the caption.
    groups : mapping of int to str
        Headings within the table, by the row they stand above.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    title: str = ""
    groups: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Listing:
    """Text that keeps its lines: a device file."""

    text: str
    kind: str = "listing"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; an item may carry the address it links to."""

    items: tuple[tuple[str, str], ...]
    kind: str = "items"


@dataclass(frozen=True, slots=True)
class Card:
    """One key number: what it is, the number, its unit, and a line below."""

    name: str
    value: str
    unit: str = ""
    below: str = ""


Block = Text | Heading | Note | Figure | Table | Listing | Items


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks."""

    anchor: str
    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
