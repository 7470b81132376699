"""What drawings to scale share: fills and arrows, lengths and indices in words, layers behind a curve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from colase.plot.style import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
FILLS = ("#dbe7f1", "#f2b879", "#b9dcc6", "#d9c3df", "#f0e08a")
ARROW = {
    "arrowstyle": "<|-|>,head_width=0.12,head_length=0.28",
    "lw": 0.6,
    "color": INK,
    "shrinkA": 0,
    "shrinkB": 0,
}


def index_text(layer: Any, wavelength: float) -> str:
    """Return "n = 1.461, SiO₂ (Malitson)" for a layer or part at a vacuum wavelength in m."""
    n = complex(layer.index(wavelength))
    shown = f"n = {n.real:.4g}" + (f" + {n.imag:.2g}i" if n.imag else "")
    return shown + (f", {material}" if (material := page_name(layer.material.name)) else "")


def page_name(name: str) -> str:
    """Return "SiO₂ (Malitson)" for the page "main/SiO2/Malitson", "" for a plain number."""
    _, _, rest = name.partition("/")
    if not rest:
        return "" if re.match(r"[\d.]", name) else name
    book, _, page = rest.partition("/")
    return book.translate(_SUBSCRIPT) + (f" ({page})" if page else "")


def length(micrometres: float) -> str:
    """Return a length as text in nm below one micrometre, in µm above."""
    return f"{micrometres * 1e3:.4g} nm" if micrometres < 0.9999 else f"{micrometres:.4g} µm"


def round_length(most: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten below ``most``."""
    decade = 10.0 ** np.floor(np.log10(most))
    return max(step * decade for step in (1, 2, 5) if step * decade <= most * (1 + 1e-9))


def shade_layers(
    ax: Axes,
    layers: Sequence[Any],
    shares: Sequence[float] | None,
    low: float,
    high: float,
    scale: float = 1e6,
) -> None:
    """Shade each layer from ``low`` to ``high`` (m times ``scale``), its name and share at its top."""
    for i, layer in enumerate(layers):
        a, b = max(layer.inner * scale, low), min(layer.outer * scale, high)
        if b <= a:
            continue
        solid = np.isfinite(layer.outer)
        ax.axvspan(a, b, color=FILLS[i % len(FILLS)] if solid else "white", alpha=0.75, lw=0, zorder=0)
        if a > low:
            ax.axvline(a, color=MUTED, lw=0.6, zorder=0.5)
        text = layer.name + (f"\n{100 * shares[i]:.2f} %" if shares is not None else "")
        ax.text((a + b) / 2, 1.28, text, ha="center", va="top", color=INK, fontsize=6.5, linespacing=1.15)
