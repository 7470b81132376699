"""Other people's integrators on the problem of `dynamics`, each with the same right-hand side."""

import functools
import importlib
import importlib.util

import numpy as np
from dynamics_problem import END, PULSE
from numba import njit
from plain_equations import slopes
from scipy.integrate import odeint


@njit
def compiled(cells, pump, y, out):
    """Write dy/dt for y = P, s in one row."""
    count, states, _ = cells.emit.shape
    n = count * states
    slopes(cells, pump, y[:n].reshape(count, states), y[n:], out[:n].reshape(count, states), out[n:])


def lsoda(equations, photons, rtol):
    """Return all unknowns at the end by LSODA (odeint, dense Jacobian by differences)."""
    cells = equations.cells
    count, states, modes = cells.emit.shape
    start = np.zeros(count * states + modes)
    start[: count * states : states] = 1.0
    peak = photons * float(PULSE.rate(0.0))

    def slope(t, y):
        out = np.empty(y.size)
        compiled(cells, peak * np.exp(-0.5 * (t / PULSE.sigma) ** 2), y, out)
        return out

    return odeint(
        slope, start, [PULSE.start, END], tfirst=True, rtol=rtol, atol=1e-5 * rtol, hmax=2e-10, mxstep=10**6
    )[-1]


def cvode(equations, photons, rtol):
    """Return all unknowns at the end by CVODE (scikit-sundae, dense Jacobian by differences)."""
    CVODE = importlib.import_module("sksundae.cvode").CVODE
    cells = equations.cells
    count, states, modes = cells.emit.shape
    start = np.zeros(count * states + modes)
    start[: count * states : states] = 1.0
    peak = photons * float(PULSE.rate(0.0))

    def slope(t, y, out):
        compiled(cells, peak * np.exp(-0.5 * (t / PULSE.sigma) ** 2), y, out)

    solver = CVODE(slope, rtol=rtol, atol=1e-5 * rtol, max_step=2e-10, max_num_steps=10**6)
    return np.asarray(solver.solve([PULSE.start, END], start).y[-1])


def kvaerno(equations, photons, rtol):
    """Return all unknowns at the end by Kvaerno5 (diffrax, right-hand side in jax, dense Jacobian)."""
    solve, start = _kvaerno(equations)
    return np.asarray(solve(start, photons * float(PULSE.rate(0.0)), rtol))


@functools.lru_cache(maxsize=1)
def _kvaerno(equations):
    diffrax, jax = (importlib.import_module(name) for name in ("diffrax", "jax"))
    jax.config.update("jax_enable_x64", True)
    cells = equations.cells
    count, states, modes = cells.emit.shape
    net = cells.weight[:, None, None] * (cells.emit - cells.absorb)
    births = cells.weight[:, None, None] * cells.seed

    def slope(t, y, peak):
        jnp = jax.numpy
        p, s = y[: count * states].reshape(count, states), y[count * states :]
        pump = peak * jnp.exp(-0.5 * (t / PULSE.sigma) ** 2)
        up = (pump * cells.share[:, None] + cells.absorb @ s)[:, :-1] * p[:, :-1]
        down = (cells.decay + cells.emit @ s)[:, 1:] * p[:, 1:]
        crossing, none = up - down, jnp.zeros((count, 1))
        dp = jnp.hstack([none, crossing]) - jnp.hstack([crossing, none])
        ds = (jnp.einsum("xn,xnm->m", p, net) - cells.loss) * s + jnp.einsum("xn,xnm->m", p, births)
        return jnp.concatenate([dp.ravel(), ds])

    @jax.jit
    def solve(start, peak, rtol):
        steps = diffrax.PIDController(rtol=rtol, atol=1e-5 * rtol, dtmax=2e-10)
        return diffrax.diffeqsolve(
            diffrax.ODETerm(slope), diffrax.Kvaerno5(), PULSE.start, END, 1e-13, start, peak,
            stepsize_controller=steps, max_steps=10**6,
        ).ys[-1]  # fmt: skip

    start = np.zeros(count * states + modes)
    start[: count * states : states] = 1.0
    solve(start, 1.0, 1e-3).block_until_ready()
    return solve, start


LARGEST = {"Kvaerno5": 150}
"""Unknowns up to which a peer is asked."""


def peers():
    """Return the solvers to compare with, by name."""
    found = {"LSODA": lsoda}
    for name, module, solver in (("CVODE", "sksundae", cvode), ("Kvaerno5", "diffrax", kvaerno)):
        if importlib.util.find_spec(module):
            found[name] = solver
        else:
            print(f"  ({name} left out: {module} is not installed)")
    return found
