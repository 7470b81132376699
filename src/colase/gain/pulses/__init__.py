"""Shapes of the pump in time, and how much of a pulse excitons still remember."""
