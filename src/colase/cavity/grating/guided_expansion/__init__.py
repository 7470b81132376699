"""Bands by an independent method: guided modes of the averaged layers, their radiation as a perturbation."""
