"""A figure as SVG text that can stand inside a page beside others.

Identifiers get the figure's name in front, so that clip paths of two figures never mix; dates and
the program's name are left out, so the same figure gives the same bytes.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from .look import RC

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FACE = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"


def svg(figure: Figure | Any, name: str = "figure", title: str = "") -> str:
    """Return the figure as one ``<svg>`` element.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to write.
    name : str
        Put in front of every identifier; give each figure of a page its own.
    title : str
        Read aloud by screen readers.
    """
    import matplotlib

    buffer = io.StringIO()
    kept_out: dict[str, Any] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    rc: dict[Any, Any] = {**RC, "svg.hashsalt": name}
    with matplotlib.rc_context(rc):
        figure.savefig(buffer, format="svg", metadata=kept_out)
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*|<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r"font-family: [^;\"]*|(?<=px )'DejaVu Sans'[^;\"]*", _face, text)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    text = re.sub(r'xlink:href="#', f'xlink:href="#{name}-', text)
    return _accessible(text, title)


def _face(match: re.Match[str]) -> str:
    """Return the font list in place of matplotlib's."""
    return ("font-family: " if match[0].startswith("font-family") else "") + FACE


def _accessible(text: str, title: str) -> str:
    """Add a role and a title, and the line joins the removed style sheet used to set."""
    from xml.sax.saxutils import escape, quoteattr

    opening, rest = text.split(">", 1)
    label = f' role="img" aria-label={quoteattr(title)} style="stroke-linejoin: round"' if title else ""
    heading = f"\n<title>{escape(title)}</title>" if title else ""
    return f"{opening}{label}>{heading}{rest}"
