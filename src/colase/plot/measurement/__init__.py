"""Measured data in pictures: points, fit, and the number read off, each with its interval."""
