"""Two layered spheres beside each other, exactly, and what their combs share."""
