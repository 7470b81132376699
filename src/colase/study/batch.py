"""Light curves of many devices at once, on all cores.

Devices with the same cavity and window share its modes, which are found one cavity after the other. Then a
free core takes the next device, and the next pump level within it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from colase.device import Device
from colase.errors import ColaseError, InputError
from colase.laser import LightCurve
from colase.laser.side_by_side import side_by_side

from . import steps
from .resonances import Modes


def light_curves(
    devices: Sequence[Device], progress: Callable[[int, int], None] | None = None
) -> tuple[LightCurve, ...]:
    """Return the light curve of every device, in the given order.

    Parameters
    ----------
    devices : sequence of Device
        The devices, for example one changed in many ways by `colase.replace`.
    progress : callable, optional
        Called as ``progress(done, total)`` after each device.

    Raises
    ------
    InputError
        If a device allows no light curve; the sentence says which one.
    """
    modes = _modes(devices)
    found: dict[int, LightCurve] = {}

    def one(number: int) -> LightCurve:
        try:
            return steps.light_curve(devices[number], modes[number])
        except ColaseError as problem:
            title = devices[number].title or "without a title"
            raise InputError(f"device {number + 1} of {len(devices)} ({title}): {problem}") from problem

    for done, (number, light) in enumerate(side_by_side(one, range(len(devices))), 1):
        found[number] = light
        if progress is not None:
            progress(done, len(devices))
    return tuple(found[i] for i in range(len(devices)))


def _modes(devices: Sequence[Device]) -> list[Modes]:
    """Return the modes of every device, each cavity and window solved once."""
    known: list[tuple[Device, Modes]] = []
    found = []
    for device in devices:
        same = (m for d, m in known if d.cavity == device.cavity and d.modes == device.modes)
        modes = next(same, None)
        if modes is None:
            modes = steps.modes(device)
            known.append((device, modes))
        found.append(modes)
    return found
