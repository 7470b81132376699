"""Bodies of revolution by finite elements: profiles, meshes, certified modes, disks, lithography."""
