"""Coupled modes under a pump: overlap, photon covariance, random defects."""
