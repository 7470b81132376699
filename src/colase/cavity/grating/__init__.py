"""Periodic cavities: coupled waves in one dimension; pillar arrays by two independent methods."""
