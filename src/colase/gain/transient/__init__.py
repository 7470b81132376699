"""Pump and probe: what transient absorption sees of a film."""
