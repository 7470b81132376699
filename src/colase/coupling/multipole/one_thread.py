"""Many small matrices are solved faster on one thread than on several that wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def on_one_thread(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Return a function during which the linear algebra of numpy and scipy uses one thread.

    Matrices of a few hundred unknowns gain nothing from threads: on two busy cores they take three times
    as long. What the caller has set is restored afterwards.
    """

    @wraps(function)
    def alone(*values: Given.args, **options: Given.kwargs) -> Result:
        with _libraries().limit(limits=1, user_api="blas"):
            return function(*values, **options)

    return alone


@cache
def _libraries() -> Any:
    import scipy.linalg  # noqa: F401  (both libraries must be loaded to be found)
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
