"""Disks with notches of any shape, by finite elements in two dimensions (extra ``fem``: NGSolve)."""
