"""Gain in pictures: spectra and populations, transient absorption, rival models."""
