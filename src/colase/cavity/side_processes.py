"""Independent pieces of long work on several cores, in processes of their own.

For libraries that cannot be called from two threads. Unlike a pool that starts by running the
caller's program again, these need no main guard in scripts and work in notebooks. An interrupt ends
them at once.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from queue import Empty, Queue
from threading import Thread
from typing import Any

from .base import Progress

_FEWEST = 4


def mapped(
    function: Callable[..., Any],
    tasks: Sequence[tuple],
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[Any]:
    """Return ``[function(*task) for task in tasks]``, computed side by side.

    Parameters
    ----------
    function : callable
        At the top of an importable module.
    tasks : sequence of tuple
        Arguments that can be pickled.
    workers : int, optional
        Number of processes; by default that of the cores. One, or fewer than four tasks, means none.
    progress : callable, optional
        Called as ``progress(done, total)`` after each task, in this process.

    Raises
    ------
    Exception
        Whatever a task raised.
    """
    tell = progress or (lambda done, total: None)
    count = min(workers or os.cpu_count() or 1, len(tasks))
    if count < 2 or len(tasks) < _FEWEST:
        results = []
        for i, task in enumerate(tasks):
            results.append(function(*task))
            tell(i + 1, len(tasks))
        return results
    return _spread(f"{function.__module__}:{function.__qualname__}", tasks, count, tell)


def _spread(name: str, tasks: Sequence[tuple], count: int, tell: Progress) -> list[Any]:
    waiting: Queue[tuple[int, tuple]] = Queue()
    for item in enumerate(tasks):
        waiting.put(item)
    answers: Queue[tuple[int, Any]] = Queue()
    workers = [_started() for _ in range(count)]
    threads = [Thread(target=_feed, args=(h, name, waiting, answers), daemon=True) for h in workers]
    results: dict[int, Any] = {}
    try:
        for thread in threads:
            thread.start()
        while len(results) < len(tasks):
            i, answer = _next(answers, threads)
            if isinstance(answer, BaseException):
                raise answer
            results[i] = answer
            tell(len(results), len(tasks))
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
        for thread in threads:
            thread.join()
        for worker in workers:
            for pipe in (worker.stdin, worker.stdout):
                _close(pipe)
    return [results[i] for i in range(len(tasks))]


def _close(pipe: Any) -> None:
    with suppress(OSError):
        pipe.close()


def _next(answers: Queue[tuple[int, Any]], threads: list[Thread]) -> tuple[int, Any]:
    """Wait for an answer in short steps, so that an interrupt is heard."""
    while True:
        try:
            return answers.get(timeout=0.2)
        except Empty:
            if not any(thread.is_alive() for thread in threads) and answers.empty():
                raise RuntimeError("all side processes ended before the work was done") from None


def _started() -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(p for p in sys.path if p)
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **one, "PYTHONPATH": paths},
    )


def _feed(worker: Any, name: str, waiting: Queue[tuple[int, tuple]], answers: Queue[tuple[int, Any]]) -> None:
    """Give tasks to one process until there are none; hand on what it says."""
    while True:
        try:
            i, task = waiting.get_nowait()
        except Empty:
            return
        try:
            pickle.dump((name, task), worker.stdin)
            worker.stdin.flush()
            answers.put((i, pickle.load(worker.stdout)))
        except (EOFError, OSError, pickle.UnpicklingError):
            answers.put((i, RuntimeError("a side process ended early; it may have run out of memory")))
            return


def serve() -> None:
    """Answer tasks on standard input until it closes (the life of a side process)."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while True:
        try:
            name, task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        module, _, function = name.partition(":")
        try:
            answer = getattr(import_module(module), function)(*task)
        except Exception as error:
            answer = error
        pickle.dump(answer, out)
        out.flush()
