"""A run as one self-contained page, with a CSV beside each figure."""

from .write import write

__all__ = ["write"]
