"""How many nanocrystals hold 0, 1, 2 ... excitons under a pump, and whether the ladder is long enough."""
