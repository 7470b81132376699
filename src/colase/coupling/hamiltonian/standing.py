"""From waves that run around a disk to standing waves."""

from __future__ import annotations

import numpy as np

from colase.errors import InputError

from .matrix import Hamiltonian


def standing(hamiltonian: Hamiltonian) -> Hamiltonian:
    """Return a Hamiltonian of +-m pairs in standing waves cos(m phi), sin(m phi), made symmetric.

    Couplings between two disks come out of the pencil with different normalisations of their waves; a
    diagonal scaling makes both directions equal.
    """
    N = hamiltonian.matrix.shape[0]
    if N % 2:
        raise InputError("standing waves: the matrix must hold pairs exp(-i m phi), exp(+i m phi).")
    block = np.array([[1, 1], [-1j, 1j]]) / np.sqrt(2)
    T = np.kron(np.eye(N // 2), block)
    H = T @ hamiltonian.matrix @ np.linalg.inv(T)
    scale = np.ones(N, np.complex128)
    for j in range(2, N, 2):
        forward, back = H[:2, j : j + 2], H[j : j + 2, :2].T
        i = np.unravel_index(int(np.argmax(np.abs(forward * back))), (2, 2))
        if abs(back[i]) > 0 and abs(forward[i]) > 0:
            scale[j : j + 2] = np.sqrt(back[i] / forward[i])
    H = H * scale[None, :] / scale[:, None]
    names = [f"{name.split()[0]} {kind}" for name in hamiltonian.names[::2] for kind in ("cos", "sin")]
    return Hamiltonian(H, tuple(names))
