"""Waves around circles: Bessel functions, responses of cylinders, holes, exact reduction to few harmonics."""
