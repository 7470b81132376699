"""Rate equations of excitons and photons: cells, integrator, steady states, single nanocrystals."""
