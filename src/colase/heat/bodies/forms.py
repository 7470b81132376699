"""Matrices of conduction in a body: K for conduction, M for storage, and the loads of heat and of views.

    2 pi Int k grad T . grad v r dr dz + contacts = 2 pi Int (heat - C dT/dt) v r dr dz,

one space of polynomials for each group of parts between which temperature is continuous. In the stretched
shell (`colase.heat.bodies.mesh`) with F = s_1 e e^T + s_2 (1 - e e^T), s_1 = d rho'/d rho, s_2 = rho'/rho and
e the radial direction, k becomes det F F^-1 k F^-T and C becomes C det F. SI units outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from colase.shapes import UM, fem

from .body import BASE, HeatBody
from .mesh import BodyMesh, make_mesh
from .plate import FAR, STRETCH

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Discrete conduction of one body on one mesh.

    ``stiffness`` (W/K) and ``mass`` (J/K) over the free unknowns; ``space`` and ``free`` belong to NGSolve.
    """

    body: HeatBody
    made: BodyMesh
    space: Any
    free: NDArray[np.bool_]
    stiffness: csc_matrix
    mass: csc_matrix

    def load(self, region: str, density: Any = 1.0) -> Floats:
        """Return Int density v over a region divided by Int density, in any weight ``density(r, z)``."""
        ngs = fem().ngs
        v = self._test(region)
        form = ngs.LinearForm(self.space)
        form += density * v * ngs.x * ngs.dx(definedon=self.made.mesh.Materials(region), bonus_intorder=2)
        form.Assemble()
        whole = ngs.Integrate(
            density * ngs.x * ngs.dx(definedon=self.made.mesh.Materials(region), bonus_intorder=6),
            self.made.mesh,
        )
        return form.vec.FV().NumPy()[self.free] / whole

    def points(self, region: str, r: Floats, z: Floats, vectors: Floats) -> Floats:
        """Return fields, given by their free unknowns (unknown, field), at points in m: (point, field)."""
        ngs = fem().ngs
        mesh = self.made.mesh
        function = ngs.GridFunction(self.space)
        number = self._group(region)
        at = mesh(np.ascontiguousarray(r * UM), np.ascontiguousarray(z * UM))
        out = np.empty((r.size, vectors.shape[1]))
        for column in range(vectors.shape[1]):
            function.vec.FV().NumPy()[self.free] = vectors[:, column]
            part = function.components[number] if len(self.body.groups()) > 1 else function
            out[:, column] = np.asarray(part(at)).ravel()
        return out

    def _group(self, part: str) -> int:
        return next(i for i, members in enumerate(self.body.groups()) if part in members)

    def _test(self, part: str) -> Any:
        tests = self.space.TestFunction()
        return tests[self._group(part)] if len(self.body.groups()) > 1 else tests


def assemble(body: HeatBody, size: float, order: int) -> Forms:
    """Return the matrices of a body.

    Parameters
    ----------
    body : HeatBody
        What conducts.
    size : float
        Largest triangle of a region over its width.
    order : int
        Of the polynomials.
    """
    ngs = fem().ngs
    made = make_mesh(body, size, order)
    mesh, groups = made.mesh, body.groups()
    spaces = [
        ngs.H1(mesh, order=order, dirichlet="cold", definedon=mesh.Materials(_pattern(members)))
        for members in groups
    ]
    space = ngs.Compress(spaces[0]) if len(spaces) == 1 else ngs.FESpace([ngs.Compress(s) for s in spaces])
    trial, test = space.TrialFunction(), space.TestFunction()
    us, vs = (trial, test) if len(spaces) > 1 else ([trial], [test])
    K, M = ngs.BilinearForm(space, symmetric=True), ngs.BilinearForm(space, symmetric=True)
    for members, u, v in zip(groups, us, vs, strict=True):
        for name in members:
            _part(body, made, name, u, v, K, M)
    for contact in body.contacts:
        edge = mesh.Boundaries(" \\| ".join(sorted((contact.first, contact.second))))
        one, two = (
            next(i for i, members in enumerate(groups) if name in members)
            for name in (contact.first, contact.second)
        )
        conductance = 2 * pi / contact.resistance / UM**2
        K += conductance * (us[one] - us[two]) * (vs[one] - vs[two]) * ngs.x * ngs.ds(definedon=edge)
    K.Assemble()
    M.Assemble()
    free = np.array(list(space.FreeDofs()), dtype=bool)
    return Forms(body, made, space, free, _matrix(K, free), _matrix(M, free))


def _pattern(members: tuple[str, ...]) -> str:
    return "|".join(f"{name}|{name} far" for name in members)


def _part(body: HeatBody, made: BodyMesh, name: str, u: Any, v: Any, K: Any, M: Any) -> None:
    """Add conduction and storage of one part and of its shell."""
    ngs = fem().ngs
    solid, mesh = body.solid(name), made.mesh
    r, z = ngs.x, ngs.y
    near = ngs.dx(definedon=mesh.Materials(name))
    kr, kz = (2 * pi * k / UM for k in (solid.along, solid.conductivity))
    C = 2 * pi * solid.heat_capacity / UM**3
    du, dv = ngs.grad(u), ngs.grad(v)
    K += (kr * du[0] * dv[0] + kz * du[1] * dv[1]) * r * near
    M += C * u * v * r * near
    cooled = 2 * pi * body.backside.transfer / UM**2 if name == BASE else 0.0
    if cooled:
        K += cooled * u.Trace() * v.Trace() * r * ngs.ds(definedon=mesh.Boundaries("back"))
    if f"{name} far" not in mesh.GetMaterials():
        return
    far = ngs.dx(definedon=mesh.Materials(f"{name} far"), bonus_intorder=6)
    rho = ngs.sqrt(r * r + z * z)
    real = made.ball * ngs.exp(STRETCH * (rho - made.ball) / made.ball)
    s1, s2 = STRETCH * real / made.ball, real / rho
    e, t = ngs.CF((r, z)) / rho, ngs.CF((-z, r)) / rho

    def pulled(gradient: Any) -> Any:
        """Return F^-1 times the gradient."""
        return (gradient * e) / s1 * e + (gradient * t) / s2 * t

    pu, pv = pulled(du), pulled(dv)
    det = s1 * s2 * s2
    K += (kr * pu[0] * pv[0] + kz * pu[1] * pv[1]) * det * r * far
    M += C * u * v * det * r * far
    if cooled:
        along = ngs.specialcf.tangential(2)
        longer = ngs.sqrt((s1 * (along * e)) ** 2 + (s2 * (along * t)) ** 2)
        K += (
            cooled
            * u.Trace()
            * v.Trace()
            * r
            * s2
            * longer
            * ngs.ds(definedon=mesh.Boundaries("back far"), bonus_intorder=6)
        )
    side = mesh.Boundaries("far")
    within = z if name != BASE else -z
    outer = ngs.IfPos(within, 1.0, 0.0)
    passes = 2 * pi * solid.mean_conductivity / UM * (FAR / 2) ** 2 / (FAR * made.ball)
    K += passes * outer * u.Trace() * v.Trace() * r * ngs.ds(definedon=side)


def _matrix(form: Any, free: NDArray[np.bool_]) -> csc_matrix:
    rows, columns, values = (np.asarray(a) for a in form.mat.COO())
    whole = csc_matrix((values, (rows, columns)), shape=(free.size, free.size))
    return csc_matrix(whole[free][:, free])
