"""Gain meets cavity: threshold, rate equations, light curve, spectra."""
