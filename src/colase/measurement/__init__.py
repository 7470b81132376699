"""Measured data: instrument files (`readers`) and the reductions of them, one file a reduction."""

from .readers import READERS, read

__all__ = ["READERS", "read"]
