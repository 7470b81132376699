"""Layered spheres, exactly: counted roots, fields, shares of the energy, Mie absorption, coated spheres."""
