"""Maxwell's equations in a body of revolution, discretised and solved near a wavenumber.

With E = (E_r, E_z, E_phi) exp(i m phi - i w t) and w = r E_phi / i the weak form reads

    a = int r rot E rot F + (1/r) (grad w - m E).(grad v - m F)
    b = int eps [ r E.F + (1/r) w v ],            a = k^2 b,

for E in H(curl) of order p and w in H1 of order p+1: gradients (grad f, m f) are then represented
exactly and sit at k = 0, so that no penalty term is needed. Absorbing layers stretch r and z into
the complex plane, d/dr -> (1/s_r) d/dr and r -> r + int i s, as diagonal tensors that keep this
structure. Axis: w = 0, and E_z = 0 except for m = 0. Inner unknowns of each triangle are eliminated
before the factorisation. Lengths in um. References: oxborrow2007, schoberl2014.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from colase.errors import ConvergenceError

from .mesh import Box, fem

Complex = NDArray[np.complex128]
STRENGTH = 4.0
"""Largest imaginary stretch of the absorbing layers."""
_TOLERANCE = 1e-8  # of vectors; wavenumbers are stationary and far better


@dataclass(frozen=True, slots=True, eq=False)
class Eigenpairs:
    """Solutions near a shift: wavenumbers in 1/um, residuals, and their vectors (problem, unknown)."""

    k: Complex
    residual: NDArray[np.float64]
    vectors: Complex
    reach: float


class Discretization:
    """One mesh, one azimuthal number, one wall at the mirror plane; matrices without any material.

    Parameters
    ----------
    mesh : ngsolve.Mesh
        As `mesh.make_mesh` gives it.
    box : Box
        Where the absorbing layers begin.
    m : int
        Azimuthal number.
    order : int
        p.
    electric : bool
        Whether the mirror plane is a perfect electric conductor (else a magnetic one).
    strength : float
        Largest imaginary stretch of the absorbing layers.
    """

    def __init__(
        self, mesh: Any, box: Box, m: int, order: int, electric: bool, strength: float = STRENGTH
    ) -> None:
        ngs = fem().ngs
        self.mesh, self.box, self.m, self.order, self.electric = mesh, box, m, order, electric
        plane = "|mirror" if electric else ""
        axis = "" if m == 0 else "|axis"
        curls = ngs.HCurl(mesh, order=order, dirichlet=f"wall{plane}{axis}", complex=True)
        nodes = ngs.H1(mesh, order=order + 1, dirichlet=f"wall|axis{plane}", complex=True)
        self.space = curls * nodes
        self.stretch = _stretch(box, strength)
        self.free = np.array(self.space.FreeDofs(), dtype=bool)
        self._assembled: dict[tuple, Any] = {}

    def solve(self, eps: dict[str, complex], shift: complex, count: int) -> Eigenpairs:
        """Return the ``count`` solutions nearest to k = ``shift`` (1/um), nearest first.

        Raises
        ------
        ConvergenceError
            If the iteration stops before its answers are exact.
        """
        from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigs

        ngs = fem().ngs
        sigma = shift**2
        stiff, mass = self._integrands(self.mesh.MaterialCF(eps))
        dx = ngs.dx(bonus_intorder=2)
        b = self._mass_matrix(tuple(eps.items()), mass * dx)
        shifted = ngs.BilinearForm(self.space, symmetric=True, condense=True)
        shifted += (stiff - sigma * mass) * dx
        shifted.Assemble()
        inverse = shifted.mat.Inverse(self.space.FreeDofs(True), inverse="sparsecholesky")
        apply = _Applied(self.free, b, shifted, inverse, sigma)
        size = int(self.free.sum())
        count = min(count, size - 2)
        start = np.random.default_rng(0).standard_normal(size) + 0j
        operator = LinearOperator((size, size), matvec=apply.inverse_mass, dtype=complex)  # type: ignore[call-arg]
        try:
            found: Any = eigs(operator, k=count, v0=start, tol=_TOLERANCE, ncv=max(2 * count + 1, 20))  # type: ignore[arg-type]
        except ArpackNoConvergence:
            raise ConvergenceError(
                f"axisymmetric modes, m = {self.m}: the eigenvalue iteration near "
                f"{2e3 * np.pi / shift.real:.4g} nm did not converge; use smaller elements."
            ) from None
        mu, raw = found
        order = np.argsort(-abs(mu))
        vectors = np.zeros((count, self.free.size), dtype=complex)
        pairs = [apply.polished(raw[:, i] * mu[i]) for i in order]
        vectors[:, self.free] = [p[2] for p in pairs]
        k = np.array([p[0] for p in pairs])
        reach = float(abs(np.sqrt(sigma + 1 / mu[order[-1]]) - shift))
        return Eigenpairs(k, np.array([p[1] for p in pairs]), vectors, reach)

    def _mass_matrix(self, key: tuple, integral: Any) -> Any:
        """Return the assembled matrix b; that of the last materials is kept."""
        if key not in self._assembled:
            form = fem().ngs.BilinearForm(self.space, symmetric=True)
            form += integral
            form.Assemble()
            self._assembled = {key: form.mat}
        return self._assembled[key]

    def _integrands(self, eps: Any) -> tuple[Any, Any]:
        """Return the integrands of a and b."""
        ngs = fem().ngs
        (E, w), (F, v) = self.space.TnT()
        sr, sz, rt = self.stretch
        m = self.m
        g = [ngs.grad(w)[i] - m * E[i] for i in (0, 1)]
        h = [ngs.grad(v)[i] - m * F[i] for i in (0, 1)]
        stiff = rt / (sr * sz) * ngs.curl(E) * ngs.curl(F)
        stiff += (sz / sr * g[0] * h[0] + sr / sz * g[1] * h[1]) / rt
        mass = eps * (rt * (sz / sr * E[0] * F[0] + sr / sz * E[1] * F[1]) + sr * sz / rt * w * v)
        return stiff, mass


class _Applied:
    """The matrices of one problem as functions of plain arrays of the free unknowns."""

    def __init__(self, free: NDArray[np.bool_], b: Any, shifted: Any, inverse: Any, sigma: complex) -> None:
        self.free, self.b, self.inverse, self.sigma = free, b, inverse, sigma
        self.shifted = shifted
        self.x, self.y, self.z = (b.CreateColVector() for _ in range(3))

    def mass(self, values: Complex) -> Complex:
        """Return b times a vector."""
        self.x.FV().NumPy()[self.free] = np.ravel(values)
        self.y.data = self.b * self.x
        return self.y.FV().NumPy()[self.free].copy()

    def inverse_mass(self, values: Complex) -> Complex:
        """Return (a - shift^2 b)^-1 b times a vector."""
        self.x.FV().NumPy()[self.free] = np.ravel(values)
        self.y.data = self.b * self.x
        self.y.FV().NumPy()[~self.free] = 0
        form = self.shifted
        self.y.data += form.harmonic_extension_trans * self.y
        self.z.data = self.inverse * self.y
        self.z.data += form.harmonic_extension * self.z
        self.z.data += form.inner_solve * self.y
        return self.z.FV().NumPy()[self.free].copy()

    def polished(self, vector: Complex) -> tuple[complex, float, Complex]:
        """Return k, residual and vector z = (a - shift^2 b)^-1 b x after one more step of the iteration.

        k^2 is the stationary quotient z.a z / z.b z, in which a z = shift^2 b z + b x: no matrix a is needed.
        """
        z = self.inverse_mass(vector)
        bx, bz = self.mass(vector), self.mass(z)
        beyond = np.sum(z * bx) / np.sum(z * bz)
        k = np.sqrt(complex(self.sigma + beyond))
        left = np.linalg.norm(bx - beyond * bz) / np.linalg.norm(self.sigma * bz + bx)
        return k, float(left), z


def _stretch(box: Box, strength: float) -> tuple[Any, Any, Any]:
    """Return s_r, s_z and the stretched radius as functions of position (quadratic in depth)."""
    ngs = fem().ngs
    r, z, d = ngs.x, ngs.y, box.layer

    def factor(depth: Any) -> Any:
        return 1 + 1j * strength * (depth / d) ** 2

    beyond = r - box.outer
    sr = ngs.IfPos(beyond, factor(beyond), 1 + 0j)
    rt = ngs.IfPos(beyond, r + 1j * strength * d / 3 * (beyond / d) ** 3, r + 0j)
    below = ngs.IfPos(box.low - z, factor(box.low - z), 1 + 0j) if box.open_below else 1 + 0j
    sz = ngs.IfPos(z - box.high, factor(z - box.high), below)
    return sr, sz, rt
