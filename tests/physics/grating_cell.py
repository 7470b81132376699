"""One period of a grating of ridges by finite elements: Bloch modes in a cell with absorbing ends.

Fields exp(i q x) u(x, z) with u periodic in x; E_y (TE) or H_y (TM) obeys

    int [ s p (u_x + i q u)(v_x - i q v) + (p/s) u_z v_z ] = k^2 int s w u v,
    (p, w) = (1, eps) for TE,  (1/eps, 1) for TM,

z stretched by s = 1 + i absorption beyond the clear space above and below. Lengths in um. It shares nothing
with the Fourier modal method: no plane waves, no factorisation rules, no matching at an interface.
"""

import ngsolve as ngs
import numpy as np
from netgen.occ import Glue, IdentificationType, MoveTo, OCCGeometry
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import LinearOperator, eigs, splu

CLEAR, LAYER, ABSORPTION = 1.2, 0.6, 2.0


def _rectangle(left, right, low, high, name, size):
    face = MoveTo(left, low).Rectangle(right - left, high - low).Face()
    face.faces.name = name
    face.faces.maxh = size
    return face


def cell(period, width, ridge_height, film_height, size):
    """Return the mesh of one period, the ridge in its middle, its sides identified."""
    a, b = (period - width) / 2, (period + width) / 2
    bottom, top = -CLEAR, film_height + CLEAR
    faces = [
        _rectangle(0, period, bottom - LAYER, bottom, "substrate_end", 2 * size),
        _rectangle(0, period, bottom, 0, "substrate", size),
        _rectangle(0, a, 0, ridge_height, "film", size),
        _rectangle(a, b, 0, ridge_height, "ridge", size),
        _rectangle(b, period, 0, ridge_height, "film", size),
        _rectangle(0, period, ridge_height, film_height, "film", size),
        _rectangle(0, period, film_height, top, "cover", size),
        _rectangle(0, period, top, top + LAYER, "cover_end", 2 * size),
    ]
    shape = Glue(faces)
    left = sorted((e for e in shape.edges if abs(e.center.x) < 1e-9), key=lambda e: e.center.y)
    right = sorted((e for e in shape.edges if abs(e.center.x - period) < 1e-9), key=lambda e: e.center.y)
    for one, other in zip(left, right, strict=True):
        one.Identify(other, "sides", IdentificationType.PERIODIC)
    assert len(left) == len(right) == 6
    return ngs.Mesh(OCCGeometry(shape, dim=2).GenerateMesh(maxh=2 * size))


def wavenumbers(mesh, indices, near, polarization, bloch=0.0, order=5, count=4):
    """Return the complex k (1/um) of the Bloch modes nearest to a real one.

    Parameters
    ----------
    indices : dict
        Refractive index of "substrate", "film", "ridge" and "cover".
    """
    ends = {f"{name}_end": n for name, n in indices.items() if name in ("substrate", "cover")}
    eps = mesh.MaterialCF({name: complex(n) ** 2 for name, n in (indices | ends).items()})
    s = mesh.MaterialCF(dict.fromkeys(ends, 1 + 1j * ABSORPTION), default=1)
    p, w = (1, eps) if polarization == "TE" else (1 / eps, 1)
    space = ngs.Periodic(ngs.H1(mesh, order=order, complex=True))
    u, v = space.TnT()
    ux, uz = ngs.grad(u)
    vx, vz = ngs.grad(v)
    stiff = s * p * (ux + 1j * bloch * u) * (vx - 1j * bloch * v) + p / s * uz * vz
    forms = []
    for integrand in (stiff, s * w * u * v):
        form = ngs.BilinearForm(space)
        form += integrand * ngs.dx
        form.Assemble()
        rows, columns, values = form.mat.COO()
        forms.append(csc_matrix((np.array(values), (np.array(rows), np.array(columns)))))
    used = np.flatnonzero(forms[1].diagonal())
    a, b = (m[used][:, used] for m in forms)
    solve = splu((a - near**2 * b).tocsc()).solve
    inverse = LinearOperator(a.shape, matvec=lambda x: solve(b @ x), dtype=complex)
    k = np.sqrt(near**2 + 1 / eigs(inverse, k=count, v0=np.ones(len(used)), return_eigenvectors=False))
    return k[np.argsort(abs(k - near))]
