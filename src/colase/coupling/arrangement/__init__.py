"""Disks in the plane, with holes and notches: what every solver of coupled disks takes."""
