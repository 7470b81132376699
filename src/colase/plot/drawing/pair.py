"""Bodies of a pair from above, to scale, with the gap enlarged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from colase.plot.style import INK, MM, MUTED, WIDE, drawing
from colase.units import digits

if TYPE_CHECKING:
    from matplotlib.axes import Axes

UM = 1e6
_BODY = "#cfe3f0"


def pair_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """Draw the bodies of a pair to scale.

    Parameters
    ----------
    device : Device
        Its cavity is a pair: ``bodies`` with ``outer_radius``, their ``centres`` and the ``gap``.
    """
    from matplotlib.patches import Rectangle

    pair = device.cavity
    radius = max(b.outer_radius for b in pair.bodies) * UM
    last = (pair.centres[-1] + pair.bodies[-1].outer_radius) * UM
    first = -pair.bodies[0].outer_radius * UM
    view = max(6 * pair.gap * UM, 0.02 * radius)
    touch = pair.bodies[0].outer_radius * UM + 0.5 * pair.gap * UM
    with drawing(ax, WIDE, 60 * MM) as axes:
        axes.set_aspect("equal")
        axes.set_axis_off()
        axes.set_xlim(first - 0.1 * radius, last + 2.6 * radius)
        axes.set_ylim(-1.3 * radius, 1.1 * radius)
        _bodies(axes, pair)
        for body, x in zip(pair.bodies, pair.centres, strict=True):
            label = f"⌀ {digits(2 * body.outer_radius * UM, 4)} µm"
            axes.text(x * UM, -1.12 * radius, label, ha="center", va="top", color=INK)
        frame = (touch - 0.5 * view, -0.5 * view, view, view)
        axes.add_patch(Rectangle(frame[:2], view, view, fc="none", ec=INK, lw=0.6))
        inset = axes.inset_axes(
            (last + 0.4 * radius, -radius, 2 * radius, 2 * radius), transform=axes.transData
        )
        _bodies(inset, pair)
        inset.set_xlim(frame[0], frame[0] + view)
        inset.set_ylim(frame[1], frame[1] + view)
        inset.set_xticks([])
        inset.set_yticks([])
        inset.set_aspect("equal")
        inset.text(
            touch, 0.42 * view, f"gap {digits(pair.gap * 1e9, 4)} nm", ha="center", va="top", color=MUTED
        )
    return axes


def _bodies(axes: Axes, pair: Any) -> None:
    """Draw every body as a circle, with its hole if it has one."""
    from matplotlib.patches import Circle

    for body, x in zip(pair.bodies, pair.centres, strict=True):
        axes.add_patch(Circle((x * UM, 0), body.outer_radius * UM, fc=_BODY, ec=INK, lw=0.4))
        if getattr(body, "hole_diameter", None):
            disk = body.disk("TE", centre=(x, 0.0))
            for hole in disk.holes:
                u, v = disk.hole_centre(hole)
                place = ((x + u) * UM, v * UM)
                axes.add_patch(Circle(place, hole.radius * UM, fc="white", ec=INK, lw=0.4))
