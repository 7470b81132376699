"""Index of a nanocrystal film from its parts: inclusions much smaller than the wavelength in a host.

Volume shares f_i with sum one. For ellipsoids with depolarisation factors L_x + L_y + L_z = 1,

    Maxwell Garnett   eps = eps_h + f eps_h <b>/(1 - f <b L>),
                      b_j = (eps_i - eps_h)/(eps_h + L_j (eps_i - eps_h)),
    Bruggeman         Sum_i f_i < (eps_i - eps)/(eps + L_j (eps_i - eps)) > = 0,

< > being the mean over the three axes for random orientation or the value of one axis for aligned
particles. Maxwell Garnett keeps host and inclusion apart (exact at low filling), Bruggeman treats
all parts alike. Both are quasi-static: no scattering, no dipole order, local field of a disordered
film. A coated sphere acts from outside as a homogeneous one (`coated_sphere`, exact).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from colase.errors import ConvergenceError, InputError

Complex = NDArray[np.complex128]
SPHERE = (1 / 3, 1 / 3, 1 / 3)


def depolarization(a: float, b: float, c: float) -> tuple[float, float, float]:
    """Return the depolarisation factors of an ellipsoid with semi-axes a, b, c along each axis.

    L_x = (abc/3) R_D(b^2, c^2, a^2) with Carlson's integral; they sum to one. A sphere has 1/3
    each, a thin plate 1 across and 0 along. For a platelet use half its sides.
    """
    from scipy.special import elliprd

    if not all(np.isfinite(s) and s > 0 for s in (a, b, c)):
        raise InputError(f"ellipsoid: semi-axes {a:g}, {b:g}, {c:g}; give three positive lengths.")
    x, y, z = (s / max(a, b, c) for s in (a, b, c))
    volume = x * y * z / 3
    return tuple(float(volume * elliprd(p**2, q**2, r**2)) for p, q, r in ((y, z, x), (z, x, y), (x, y, z)))  # type: ignore[return-value]


def coated_sphere(core: ArrayLike, shell: ArrayLike, core_share: float) -> Complex:
    """Return the permittivity of the homogeneous sphere that acts like a coated one from outside.

    Parameters
    ----------
    core, shell : array_like of complex
        Permittivities.
    core_share : float
        Volume of the core divided by that of core and shell.
    """
    _check_share(core_share, "core")
    return maxwell_garnett(core, shell, core_share)


def maxwell_garnett(
    inclusion: ArrayLike,
    host: ArrayLike,
    share: float,
    factors: tuple[float, float, float] = SPHERE,
    axis: int | None = None,
) -> Complex:
    """Return the permittivity of ellipsoids in a host.

    Parameters
    ----------
    inclusion, host : array_like of complex
        Permittivities n^2, broadcast together.
    share : float
        Volume share of the inclusions, 0 to 1.
    factors : tuple of float
        Depolarisation factors of the inclusions.
    axis : int, optional
        Axis along which aligned inclusions are probed; random orientation if left out.
    """
    _check_share(share, "inclusion")
    e_i, e_h = np.asarray(inclusion, dtype=complex), np.asarray(host, dtype=complex)
    axes = range(3) if axis is None else (axis,)
    b = [(e_i - e_h) / (e_h + factors[j] * (e_i - e_h)) for j in axes]
    mean = np.mean(b, axis=0)
    back = np.mean([factors[j] * bj for j, bj in zip(axes, b, strict=True)], axis=0)
    return e_h + share * e_h * mean / (1 - share * back)


def bruggeman(
    parts: ArrayLike,
    shares: ArrayLike,
    factors: tuple[float, float, float] = SPHERE,
    axis: int | None = None,
) -> Complex:
    """Return the symmetric effective permittivity of any number of parts.

    Parameters
    ----------
    parts : array_like of complex, shape (part, ...)
        Permittivities.
    shares : array_like, shape (part,)
        Volume shares; their sum must be one.
    factors, axis
        As in `maxwell_garnett`, the same for every part.

    Raises
    ------
    ConvergenceError
        If Newton's method does not reach a relative residual of 1e-12.
    """
    e, f = np.asarray(parts, dtype=complex), np.asarray(shares, dtype=float)
    if f.shape != e.shape[:1] or (f < 0).any() or abs(f.sum() - 1) > 1e-9:
        raise InputError(
            f"bruggeman: shares {f.tolist()} must be one of each part, not negative, summing to 1."
        )
    f = f.reshape((-1,) + (1,) * (e.ndim - 1))
    lengths = factors if axis is None else (factors[axis],)
    eps: Complex = np.exp((f * np.log(e)).sum(axis=0))  # between the bounds, where the physical root lies
    for _ in range(200):
        value = sum((f * (e - eps) / (eps + L * (e - eps))).sum(axis=0) for L in lengths)
        slope = sum((-f * e / (eps + L * (e - eps)) ** 2).sum(axis=0) for L in lengths)
        step = value / slope
        eps = eps - step
        if np.all(np.abs(step) <= 1e-13 * np.abs(eps)):
            return eps
    raise ConvergenceError("bruggeman: no effective permittivity found; are the parts metals?")


def _check_share(share: float, of: str) -> None:
    if not 0 <= share <= 1:
        raise InputError(f"volume share of the {of} = {share:g}: give a number from 0 to 1.")
