"""Modes of a cavity in pictures: where they are, their light, and how they move with the film."""
