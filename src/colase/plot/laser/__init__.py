"""The laser in pictures: threshold, light curve, spectra, stripes, and what moves its threshold."""
