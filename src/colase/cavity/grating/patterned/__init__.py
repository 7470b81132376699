"""A film of nanocrystals over ridges or pillars: the crystal it makes, the pump it takes, its roughness."""
