"""Run a whole device."""
