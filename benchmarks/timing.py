"""Time of a call, shared by the benchmarks: the shortest of several, on the clock or of the processor."""

import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def timed(
    work: Callable[[], Result], times: int = 1, clock: Callable[[], float] = time.perf_counter
) -> tuple[Result, float]:
    """Return the result and the shortest time of some calls in s.

    `time.process_time` as the clock counts the processor alone, which a busy machine disturbs little.
    """
    begin = clock()
    result = work()
    best = clock() - begin
    for _ in range(times - 1):
        begin = clock()
        result = work()
        best = min(best, clock() - begin)
    return result, best
