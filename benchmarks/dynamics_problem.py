"""The laser that `dynamics` times: six exciton states, equal losses, groups of nanocrystals and places."""

import numpy as np

from colase.gain import GaussianPulse
from colase.laser.dynamics.cells import Cells
from colase.laser.dynamics.rate_equations import RateEquations, Rates

STATES, MODES = 6, 20
PS = 1e12
PULSE = GaussianPulse(fwhm=1e-9)
END = 1.2e-9


def laser(groups: int, places: int, modes: int = MODES) -> RateEquations:
    """Return the laser with so many groups of nanocrystals, places and modes."""
    lam = np.linspace(640, 690, modes)
    n = np.arange(STATES)
    radiative = np.where(n <= 2, n**2, 2 * n) / 20e3
    decay = radiative + n**2 * (n - 1) / 4 / 1e3
    shift = np.linspace(-2, 2, groups) * 7.0 if groups > 1 else np.zeros(1)
    weight = np.exp(-0.5 * (shift / 7.0) ** 2)
    weight /= weight.sum()

    def line(at):
        return np.exp(-((at - 640.0) ** 2) / 2 / 144)

    absorb, emit = np.zeros((groups, places, STATES, modes)), np.zeros((groups, places, STATES, modes))
    for b in range(groups):
        for x in range(places):
            wave = 1 + 0.5 * np.arange(modes) / modes
            psi = 2 * np.sin(np.pi * (x + 0.5) / places * wave) ** 2 if places > 1 else np.ones(modes)
            at = lam - shift[b]
            absorb[b, x, 0], absorb[b, x, 1] = line(at) * psi, 0.5 * line(at + 5) * psi
            emit[b, x, 1] = 0.5 * line(at - 15) * psi
            emit[b, x, 2:] = line(at - 10) * psi
    shape = (groups * places, STATES, modes)
    absorb, emit = (17.6 * PS * x.reshape(shape) for x in (absorb, emit))
    seed = np.broadcast_to(20 / modes * 1e-4 * PS * radiative[:, None], shape).copy()
    loss = np.full(modes, PS)
    share = np.repeat(weight, places) / places
    cells = Cells(share, np.ones(shape[0]), decay * PS, absorb, emit, seed, loss)
    up, down, births = (np.einsum("x,xnm->nm", share, y) for y in (absorb, emit, seed))
    mean = Rates(decay * PS, up, down, births, loss)
    out = np.stack([loss, 0 * loss, 0 * loss])
    return RateEquations(mean, radiative * PS, out, 0 * loss, np.ones(modes), np.ones(STATES), cells)
