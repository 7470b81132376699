"""Several disks in two dimensions: geometry, exact modes, fields, coupling rates, sweeps."""
