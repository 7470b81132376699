"""Maxwell's equations in plane waves, layer by layer: poles of T(k0)^-1, their fields and tables."""
