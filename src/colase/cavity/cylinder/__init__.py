"""Layered cylinders in two dimensions, exactly: disks, rings and the gain at which they lase."""
