"""Measured data and devices: what a device says beforehand, and what data say back."""
