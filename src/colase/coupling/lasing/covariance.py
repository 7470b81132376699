"""Lasing of coupled modes: the photon covariance matrix with gain saturation.

    dC/dt = M C + C M^H + D,     M = -i H(gain),     C_jl = <a_j a_l^*>

C holds photon numbers on its diagonal and the interference of modes beside it; D is what spontaneous
emission adds per time. The gain of body b falls with the photons in it, g_b = g0_b / (1 + n_b/n_sat), so
coalescence and lasing live in one model. For uncoupled modes C stays diagonal and each entry obeys the
rate equation dn/dt = 2 (g - loss) n + D. Rates are AMPLITUDE rates, all in one unit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import solve_continuous_lyapunov

from colase.coupling.hamiltonian.matrix import Hamiltonian
from colase.errors import ConvergenceError, InputError
from colase.results import dataset, variable

Complexes = NDArray[np.complex128]
Floats = NDArray[np.float64]


@final
@dataclass(frozen=True, slots=True, eq=False)
class CoupledLaser:
    """Coupled modes in pumped bodies.

    Attributes
    ----------
    passive : Hamiltonian
        Frequencies, couplings and losses without gain.
    body : tuple of int
        Which body each mode sits in.
    saturation : float
        Photons in a body that halve its gain.
    noise : float
        Spontaneous emission into each mode per time and unit of its small-signal gain above -``absorption``.
    absorption : float
        Amplitude rate of absorption of an unpumped body: gain runs from -absorption to its maximum.
    """

    passive: Hamiltonian
    body: tuple[int, ...]
    saturation: float = 1e4
    noise: float = 1.0
    absorption: float = 1.0

    def __post_init__(self) -> None:
        if len(self.body) != self.passive.matrix.shape[0]:
            raise InputError(
                f"coupled laser: {len(self.body)} bodies for {self.passive.matrix.shape[0]} modes."
            )
        if not (self.saturation > 0 and self.noise > 0 and self.absorption >= 0):
            raise InputError("coupled laser: saturation and noise must be above zero, absorption not below.")

    def matrix(self, gain: ArrayLike) -> Complexes:
        """Return M = -i H for a gain of every body."""
        per_mode = np.asarray(gain, dtype=float)[list(self.body)]
        return -1j * (self.passive.matrix + 1j * np.diag(per_mode))

    def diffusion(self, gain: ArrayLike) -> Floats:
        """Return D of every mode: emission from the excited part, 2 noise (gain + absorption)."""
        per_mode = np.asarray(gain, dtype=float)[list(self.body)]
        return 2 * self.noise * np.maximum(per_mode + self.absorption, 0.0) + 1e-12

    def photons(self, covariance: Complexes) -> Floats:
        """Return the photons in every body."""
        n = np.diag(covariance).real
        return np.array([n[[b == i for b in self.body]].sum() for i in range(max(self.body) + 1)])

    def steady(self, gain: ArrayLike) -> tuple[Complexes, Floats]:
        """Return the steady covariance and the saturated gain of every body.

        Parameters
        ----------
        gain : array (body,)
            Small-signal gain; a body with gain below zero absorbs and is not bleached.

        Raises
        ------
        ConvergenceError
            If no steady state is found.
        """
        small = np.asarray(gain, dtype=float)
        logs = self._start(small)
        for louder in _NOISE_STEPS:
            logs = self._settled(small, logs, louder)
        C = self._covariance(self._saturated(small, logs), 1.0)
        off = np.inf if C is None else float(np.abs(np.log(self.photons(C)) - logs).max())
        if C is None or off > _ACCEPTED:
            raise ConvergenceError(
                f"coupled laser: no steady state for gains {np.round(small, 6).tolist()}; photon numbers are "
                f"off by a factor of {np.exp(off):.2g}."
            )
        return C, self._saturated(small, logs)

    def _saturated(self, small: Floats, logs: Floats) -> Floats:
        """Return the gain that photon numbers exp(logs) leave."""
        return np.where(small > 0, small / (1 + np.exp(np.minimum(logs, 600)) / self.saturation), small)

    def _covariance(self, level: Floats, louder: float) -> Complexes | None:
        """Return the steady covariance at fixed gain, None where it would grow for ever."""
        M = self.matrix(level)
        if np.linalg.eigvals(M).real.max() >= 0:
            return None
        source = -louder * np.diag(self.diffusion(level)).astype(complex)
        return np.asarray(solve_continuous_lyapunov(M, source), dtype=np.complex128)

    def _settled(self, small: Floats, start: Floats, louder: float) -> Floats:
        """Return log photon numbers that reproduce themselves, by damped Newton steps.

        Where the gain is too high for a steady state more photons are needed; a step never goes there.
        """

        def mismatch(logs: Floats) -> Floats | None:
            C = self._covariance(self._saturated(small, logs), louder)
            return None if C is None else np.log(np.maximum(self.photons(C), 1e-300)) - logs

        x = start.copy()
        f = mismatch(x)
        while f is None:
            x = x + 1.0
            f = mismatch(x)
        for _ in range(200):
            if np.abs(f).max() < 1e-10:
                break
            slack = -np.linalg.eigvals(self.matrix(self._saturated(small, x))).real.max()
            x, f = _step(mismatch, x, f, min(1e-6, 0.02 * slack / np.abs(small).max()))
        return x

    def _start(self, small: Floats) -> Floats:
        """Return photon numbers large enough for a steady state, equal in all bodies."""
        low, high = np.log(self.saturation) - 30, np.log(self.saturation) + 60
        for _ in range(40):
            middle = 0.5 * (low + high)
            stable = self._covariance(self._saturated(small, middle * np.ones(small.size)), 1.0) is not None
            low, high = (low, middle) if stable else (middle, high)
        return (high + 0.1) * np.ones(small.size)

    def spectrum(
        self, gain: ArrayLike, frequency: ArrayLike, resolution: float = 0.0
    ) -> tuple[Floats, Complexes, Floats]:
        """Return emission against frequency in the steady state, 2 Re[(r - M - i w)^-1 C] on the diagonal.

        Parameters
        ----------
        gain : array (body,)
            Small-signal gain.
        frequency : array (F,)
            Angular frequency, in the unit of rates.
        resolution : float
            Half width r of a Lorentzian instrument; lines above threshold are far narrower than any grid.

        Returns
        -------
        spectrum : array (F, mode)
            Photons per unit of angular frequency; its integral over 2 pi is the photon number.
        covariance, gain
            Of the steady state.
        """
        C, level = self.steady(gain)
        w = np.asarray(frequency, dtype=float)
        one = np.eye(C.shape[0])
        decay = resolution * one - self.matrix(level)
        solved = np.linalg.solve(decay[None, :, :] - 1j * w[:, None, None] * one, C[None, :, :])
        return np.asarray(2 * np.diagonal(solved, axis1=1, axis2=2).real, dtype=float), C, level


_ACCEPTED = 1e-4  # relative error of photon numbers; far above threshold rounding alone makes 1e-6
_NOISE_STEPS = (1e8, 1e6, 1e4, 1e2, 1e1, 1.0)  # spontaneous emission is turned down to its value


def _step(
    mismatch: Callable[[Floats], Floats | None], x: Floats, f: Floats, probe: float
) -> tuple[Floats, Floats]:
    """Return a Newton step that lowers the mismatch, halved until it does.

    ``probe`` is the change for the derivative: small beside the slack that is left to instability.
    """
    jacobian = np.empty((x.size, x.size))
    for i in range(x.size):
        near = x.copy()
        near[i] += probe
        moved = mismatch(near)
        jacobian[:, i] = ((f if moved is None else moved) - f) / probe
    step = np.linalg.lstsq(jacobian, -f, rcond=None)[0]
    step *= min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-300))
    for _ in range(40):
        new = mismatch(x + step)
        if new is not None and np.abs(new).max() < np.abs(f).max():
            return x + step, new
        step = 0.5 * step
    return x, np.zeros_like(f)


def pump_map(
    laser: CoupledLaser, gains: ArrayLike, offset: ArrayLike, frequency: ArrayLike, resolution: float = 0.0
) -> xr.Dataset:
    """Return emission spectra while the pump moves: the map of lafalce2019 fig. 3a.

    Parameters
    ----------
    gains : array (offset, body)
        Small-signal gain of every body at every offset.
    offset : array (offset,)
        Of the beam, in m.
    frequency : array (frequency,)
        In the unit of rates.
    resolution : float
        Half width of the instrument.

    Returns
    -------
    Dataset over ``offset`` and ``frequency``: spectrum; over ``offset`` and ``body``: photons and
    saturated_gain.
    """
    rows = []
    for gain in np.asarray(gains, dtype=float):
        spectrum, C, level = laser.spectrum(gain, frequency, resolution)
        rows.append((spectrum.sum(axis=1), laser.photons(C), level))
    spectra, photons, level = (np.array(part) for part in zip(*rows, strict=True))
    return dataset(
        {
            "spectrum": variable(("offset", "frequency"), spectra, "", "photons per angular frequency"),
            "photons": variable(("offset", "body"), photons, "", "photons in the body"),
            "saturated_gain": variable(("offset", "body"), level, "", "gain that is left, in units of rate"),
        },
        {
            "offset": variable("offset", np.asarray(offset, dtype=float), "m", "offset of the beam"),
            "frequency": variable("frequency", np.asarray(frequency, dtype=float), "", "angular frequency"),
            "body": variable("body", np.arange(photons.shape[1]), "", "body"),
        },
    )
