"""Coupled cavities in pictures: disks, spheres, pairs of a device file, Riemann sheets."""
