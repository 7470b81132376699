"""Text with a unit to SI floats and back, at the border of the program only.

A text is a decimal number and a unit, ``"20 um"``, perhaps with an error, ``"20 +/- 0.5 um"``: `reading`.
Numbers become text again in `showing`; `spelling` splits a unit into names and powers, and `scale`
says what they mean.
"""

from .reading import NUMBER, Reading, parse, read
from .showing import axis_label, convert, digits, exact, flat, pretty, show
from .spelling import quoted

__all__ = [
    "NUMBER",
    "Reading",
    "axis_label",
    "convert",
    "digits",
    "exact",
    "flat",
    "parse",
    "pretty",
    "quoted",
    "read",
    "show",
]
