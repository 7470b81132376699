"""Jobs of unequal length on all cores: the compiled loops release the lock, so threads are enough."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def side_by_side(work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[tuple[int, Result]]:
    """Yield the number and the result of each job as soon as it is done.

    A free core takes the next job, in the given order: put the long ones first. If the caller stops, or a
    job raises, those not yet begun are dropped.
    """
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 16)) as pool:
        running: dict[Future[Result], int] = {pool.submit(work, job): i for i, job in enumerate(jobs)}
        try:
            for done in as_completed(running):
                yield running[done], done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
