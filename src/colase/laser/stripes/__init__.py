"""Amplified spontaneous emission along a pumped stripe, in a film or a cuvette."""
