"""From pump light to heat: every share of it listed.

Of the incident light a part A is absorbed. Each absorbed photon leaves its excess over the emitted one as
heat at once (quantum defect). Of the excitations a share x ends in stimulated emission, the others emit
spontaneously with yield Y or not at all; spontaneous light leaves the film with probability e, laser light
with probability u, and what does not leave ends as heat. With q = lambda_pump/lambda_emitted

    heat = A {(1 - q) + q (1 - x)(1 - Y e) + q x (1 - u)}.

Y follows from the exciton kinetics at that pump (`radiative_yield`): the harder the pump, the more Auger
decay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, final

import numpy as np
from numpy.typing import ArrayLike

from colase.errors import InputError
from colase.quantity import Quantity, check_bounds

_SHARE = {"unit": "", "ge": 0.0, "le": 1.0}


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class HeatBalance:
    """Shares that turn incident light into heat; an override of the result is flagged."""

    absorbed: Annotated[
        float, Quantity(symbol="A", meaning="absorbed share of the pump", example="0.25", **_SHARE)
    ]
    photon_ratio: Annotated[
        float, Quantity("", "q", "emitted over absorbed photon energy", example="0.69", gt=0.0, lt=1.0)
    ]
    radiative_yield: Annotated[
        float, Quantity(symbol="Y", meaning="radiative share of spontaneous decay", example="0.2", **_SHARE)
    ]
    escape: Annotated[
        float, Quantity(symbol="e", meaning="share of spontaneous light that leaves", example="0.3", **_SHARE)
    ] = 1.0
    outcoupling: Annotated[
        float, Quantity(symbol="u", meaning="share of laser light that leaves", example="0.5", **_SHARE)
    ] = 1.0
    override: Annotated[
        float | None,
        Quantity(symbol="f", meaning="heat over incident light, set by hand", example="0.17", **_SHARE),
    ] = None

    def __post_init__(self) -> None:
        check_bounds(self)

    def heat(self, stimulated: ArrayLike = 0.0) -> np.ndarray:
        """Return heat over incident light for a share of stimulated emission.

        An override holds without laser light; laser light that leaves is taken off it.
        """
        x = np.clip(np.asarray(stimulated, dtype=float), 0.0, 1.0)
        dark = self._dark() if self.override is None else self.override
        saved = self.absorbed * self.photon_ratio * (self.outcoupling - self.radiative_yield * self.escape)
        return np.maximum(dark - x * saved, 0.0)

    def laser_light(self, stimulated: ArrayLike) -> np.ndarray:
        """Return laser light that leaves over incident light."""
        x = np.clip(np.asarray(stimulated, dtype=float), 0.0, 1.0)
        return self.absorbed * self.photon_ratio * self.outcoupling * x

    def _dark(self) -> float:
        q = self.photon_ratio
        return self.absorbed * ((1 - q) + q * (1 - self.radiative_yield * self.escape))

    def parts(self, stimulated: float = 0.0) -> dict[str, float]:
        """Return every share of the incident light, of sum one; those that heat start with "heat"."""
        A, q, x = self.absorbed, self.photon_ratio, float(np.clip(stimulated, 0, 1))
        Y = self.radiative_yield
        return {
            "not absorbed": 1 - A,
            "heat: quantum defect": A * (1 - q),
            "heat: decay without light": A * q * (1 - x) * (1 - Y),
            "heat: spontaneous light that stays": A * q * (1 - x) * Y * (1 - self.escape),
            "heat: laser light that stays": A * q * x * (1 - self.outcoupling),
            "spontaneous light that leaves": A * q * (1 - x) * Y * self.escape,
            "laser light that leaves": A * q * x * self.outcoupling,
        }

    def describe(self, stimulated: float = 0.0) -> str:
        """Return the shares as text, and the override if there is one."""
        rows = [f"  {name:36s} {share:7.2%}" for name, share in self.parts(stimulated).items()]
        total = f"heat over incident light {float(self.heat(stimulated)):.3f}"
        if self.override is not None:
            total += f" (set by hand; the shares below give {self._dark():.3f})"
        return "\n".join([total, *rows])


def radiative_yield(decay_rates: ArrayLike, radiative_fractions: ArrayLike, pump_rate: float) -> float:
    """Return photons per absorbed photon of a ladder of excitons under a steady pump, without laser light.

    State N is reached from N - 1 at the pump rate and left downwards at its decay rate, so in a steady state
    P_N/P_(N-1) = r/k_N.

    Parameters
    ----------
    decay_rates, radiative_fractions : array_like, shape (state,)
        Of 0, X, XX ...; those of 0 are not used.
    pump_rate : float
        Photons absorbed per nanocrystal and second.

    Raises
    ------
    InputError
        If a rate is not positive.
    """
    k, share = (np.asarray(v, dtype=float)[1:] for v in (decay_rates, radiative_fractions))
    if not (pump_rate > 0 and np.isfinite(pump_rate) and (k > 0).all()):
        raise InputError("heat balance: decay rates and the pump rate must be positive.")
    logs = np.concatenate([[0.0], np.cumsum(np.log(pump_rate / k))])
    populations = np.exp(logs - logs.max())
    flow = populations[1:] * k
    return float((flow * share).sum() / flow.sum())


def escape_share(index: float, outside: float) -> float:
    """Return the share of isotropic emission in a film that leaves it, 1 - sqrt(1 - (n'/n)^2).

    Rays that are not totally reflected towards the better of both sides leave by it, at once or after the
    other side has sent them back; interference, absorption on the way and Fresnel reflection inside the cone
    are left out. It is the share that stays guided which ends as heat.

    Parameters
    ----------
    index, outside : float
        Of the film and of the denser of its neighbours.
    """
    return 1.0 if outside >= index else 1 - float(np.sqrt(1 - (outside / index) ** 2))
