"""Both exceptional points of lafalce2019 from Maxwell's equations: a defect in each of two disks of 26 um.

    python benchmarks/defect_points.py

Disk A: hole of 8 nm radius; disk B: hole of 40 nm radius, turned so that both standing waves of A couple to
its sharp mode alike, its index tuned so that this mode meets the doublet of A. Gap 200 nm, E_z. Searched in
gain differential and detuning of B; a four-mode matrix taken from Maxwell at no gain stands beside.
Takes about two minutes.
"""

import time

import numpy as np

from colase.coupling import Disk, Hole, MultiDisk, exceptional_point, maxwell_point, nearest_group

RADIUS, INDEX, GAP, WAVELENGTH, ORDER = 13e-6, 1.9, 200e-9, 629.765e-9, 236
RATE = 0.99804  # -(n/k) dk/dn of the mode
GHZ = 2e9 * np.pi
TURN = 0.7
HOLE_A = Hole(12.7e-6, TURN, 8e-9)
HOLE_B = Hole(12.7e-6, np.pi - TURN - np.pi / (4 * ORDER), 40e-9)
WINDOW = (629.6e-9, 630.0e-9)


def doublet(hole):
    """Return both modes of one disk with a hole, as frequency offsets (rad/s) and quality factors."""
    modes = MultiDisk((Disk((0, 0), RADIUS, INDEX, (hole,)),)).modes(WINDOW, check=False)
    omega = 299792458.0 * modes.data.wavenumber.values.real
    return omega, modes.data.q_factor.values


def main():
    """Search both points and print them."""
    a, _ = doublet(HOLE_A)
    b, q = doublet(HOLE_B)
    sharp = b[np.argmax(q)]
    print(
        f"doublet of A {np.ptp(a) / GHZ:.4f} GHz, of B {np.ptp(b) / GHZ:.3f} GHz, Q "
        f"{q.min():.2g} and {q.max():.2g}"
    )
    nominal = (sharp - a.mean()) / (sharp * RATE)  # relative index of B that tunes its sharp mode onto A

    def at(differential, detuning):
        """Return the disks; both parameters in GHz."""
        real = INDEX * (1 + nominal - detuning * GHZ / (sharp * RATE))
        imaginary = -differential * GHZ * INDEX / (sharp * RATE)
        disk_a = Disk((0, 0), RADIUS, INDEX, (HOLE_A,))
        return MultiDisk((disk_a, Disk((2 * RADIUS + GAP, 0), RADIUS, complex(real, imaginary), (HOLE_B,))))

    group = nearest_group(at(0.0, 0.0), WAVELENGTH)
    matrix = group.hamiltonian(at(0.0, 0.0)).matrix / GHZ
    in_b = np.array([name[0] == "B" for name in group.names])

    def model(differential, detuning):
        return np.linalg.eig(matrix + np.diag(in_b * (detuning + 1j * differential)))

    for name, start in (("EP1", (-9.7, 1.6)), ("EP2", (-8.3, 0.1))):
        begun = time.perf_counter()
        rough = exceptional_point(model, start, (4.0, 4.0), tolerance=1e-7)
        exact = maxwell_point(at, group, rough.parameters, (4.0, 4.0), certify=False)
        weight = float((np.abs(exact.vector[~in_b]) ** 2).sum())
        print(
            f"{name}: gain differential {exact.parameters[0]:.6f} GHz, detuning "
            f"{exact.parameters[1]:.4f} GHz, "
            f"modes {exact.distance / GHZ:.1e} GHz apart, vectors parallel to {1 - exact.overlap:.1e}, "
            f"weight in A {weight:.3f}; four-mode matrix {rough.parameters[0]:.4f} GHz; "
            f"{exact.evaluations} pencils, {time.perf_counter() - begun:.0f} s"
        )


if __name__ == "__main__":
    main()
