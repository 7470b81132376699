"""What data cannot determine is refused: an input they say nothing of, or two of which they see a sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from colase.errors import InputError

from .inputs import Input
from .posterior import covariance_of

Array = NDArray[np.float64]

_LEARNT = 0.9  # of the error beforehand; an input that stays wider has learnt nothing
_OPEN = 0.7  # of its own value; an input that is open by more is not determined


def require_determined(inputs: Sequence[Input], information: Array, known: Array) -> None:
    """Refuse inputs of which the data say nothing, or only a combination."""
    sentences = []
    error = np.sqrt(np.diag(covariance_of(information, known)))
    bare = np.diag(information)
    alone = np.where(bare > 0, 1 / np.sqrt(np.maximum(bare, 1e-300)), np.inf)
    for i, x in enumerate(inputs):
        if x.setting is None:
            continue
        limit = known[i] * _LEARNT if np.isfinite(known[i]) else _OPEN * abs(x.value) / x.scale
        if error[i] <= limit:
            continue
        if alone[i] > limit:
            share = alone[i] * x.scale / abs(x.value) if x.value else np.inf
            by = f"leave it open by {share:.0%} of its value" if share < 100 else "do not depend on it"
            sentences.append(
                f"fit device: the data cannot determine {x.path}: alone they {by}. Do not fit it."
            )
            continue
        with_ = _partner(information, i)
        sentences.append(
            f"fit device: the data see only a combination of {x.path} and {inputs[with_].path}; fit one of "
            "them, or give one an error in the device file."
        )
    if sentences:
        raise InputError(*dict.fromkeys(sentences))


def _partner(information: Array, i: int) -> int:
    """Return the input that makes up best for another one."""
    size = np.sqrt(np.maximum(np.diag(information), 1e-300))
    likeness = np.abs(information[i] / (size[i] * size))
    likeness[i] = -1
    return int(np.argmax(likeness))
