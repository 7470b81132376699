"""The device to scale, with its dimensions: each family of shapes has a drawing of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

from .grating import grating_drawing
from .pair import pair_drawing
from .plain import plain_drawing
from .section import ShowsSection, section_drawing
from .sphere import sphere_drawing
from .stack import stack_drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@runtime_checkable
class ShowsLayers(Protocol):
    """A cavity of layers: concentric ones from the inside out, plane ones from the substrate up."""

    def layers(self) -> Sequence[Any]:
        """Return its layers."""
        ...


def device_drawing(device: Any, ax: Axes | None = None) -> Axes:
    """Draw the cavity of a device to scale.

    Parameters
    ----------
    device : Device
        Its cavity gives its layers, or the parts of its profile; of any other its values are listed.
    ax : Axes, optional
        Where to draw.
    """
    if device.cavity.kind in ("dfb-1d", "dfb-2d"):
        return grating_drawing(device, ax)
    if device.cavity.kind == "pair":
        return pair_drawing(device, ax)
    if isinstance(device.cavity, ShowsSection):
        return section_drawing(device, ax)
    if not isinstance(device.cavity, ShowsLayers):
        return plain_drawing(device, ax)
    if np.isneginf(device.cavity.layers()[0].inner):
        return stack_drawing(device, ax)
    return sphere_drawing(device, ax)
