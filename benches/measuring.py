"""Timing that can be repeated: medians of several runs."""

import statistics
import time
from collections.abc import Callable


def median_seconds(work: Callable[[], object], runs: int = 7) -> float:
    """Median wall seconds of `work` after one run that is not counted."""
    work()
    return statistics.median(_timed(work, time.perf_counter) for _ in range(runs))


def median_cpu_seconds(work: Callable[[], object], runs: int = 21) -> float:
    """Median processor seconds of this process in `work` after one run that is not counted."""
    work()
    return statistics.median(_timed(work, time.process_time) for _ in range(runs))


def once_seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one run of something too long to repeat."""
    return _timed(work, time.perf_counter)


def _timed(work: Callable[[], object], clock: Callable[[], float]) -> float:
    begin = clock()
    work()
    return clock() - begin
