"""One resonance followed while the index of a layer changes."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np

from colase.errors import ConvergenceError
from colase.materials import Shifted

from .counting import guiding_boundaries
from .polishing import polished
from .resonance import Labels, faint_rate
from .shells import Shells


def followed(shells: Shells, k: complex, magnetic: bool, polar: int, layer: int, index: complex) -> complex:
    """Return where a resonance goes when the index of one layer goes to another value.

    Steps of at most 0.5 % of the index, each a converged Newton iteration from the one before.
    """
    base = shells.materials[layer]
    change = index - complex(base.index(2 * pi / k.real))
    one = np.ones(1, dtype=np.int64)
    labels = Labels(one * polar, np.array([magnetic]), one, one * guiding_boundaries(shells, k.real)[0])
    steps, hidden = max(1, int(np.ceil(abs(change) / (0.005 * abs(index))))), 0.0
    for part in np.arange(1, steps + 1) / steps:
        materials = list(shells.materials)
        materials[layer] = Shifted(base, complex(part * change))
        modes = polished(replace(shells, materials=tuple(materials)), np.array([k]), labels, lossless=False)
        if not modes.converged[0]:
            name = labels.name(0, shells.cylinder).rsplit(" q=", 1)[0]
            raise ConvergenceError(
                f"modes: {name} near {2e9 * pi / k.real:.4f} nm was lost as the index of layer {layer} "
                f"went to {index:.6g} (residual {modes.residual[0]:.0e})."
            )
        k, hidden = complex(modes.k[0]), float(faint_rate(modes)[0])
    return k - 0.5j * k.real * hidden
