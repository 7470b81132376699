"""Planar stacks of layers: guided and leaky modes, their fields and confinement, films of a device file."""
