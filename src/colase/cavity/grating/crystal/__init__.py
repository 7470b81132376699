"""The crystal slab and its plane waves: layers, lattice, symmetry, permittivity; every method starts here."""
