"""The radial equation of round layers, which spheres and cylinders share: counted, solved, integrated."""
