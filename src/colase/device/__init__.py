"""Device files: reading, checking, presets and the library of nanocrystals."""
