"""A run as one self-contained page, with a CSV beside each figure."""

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from .write import write

__all__ = ["write"]


class _Room(ModuleType):
    """A package that can be called: ``cl.report(run, folder)`` writes the report."""

    def __call__(self, run: Any, folder: str | os.PathLike[str]) -> Path:
        return write(run, folder)


sys.modules[__name__].__class__ = _Room
