"""Shared settings: reproducible property tests."""

from hypothesis import settings

settings.register_profile("colase", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("colase")
