"""A few coupled modes as a matrix: eigenvalues, following them, exceptional points."""
