"""A dictionary that keeps the newest few of its entries."""

import threading
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Few(dict[K, V]):
    """The oldest entry goes for one that is put in beyond `most`; threads may share it.

    >>> found = Few(2)
    >>> found["a"] = 1; found["b"] = 2; found["c"] = 3
    >>> found
    {'b': 2, 'c': 3}
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._lock = threading.Lock()

    def __setitem__(self, key: K, value: V) -> None:
        with self._lock:
            super().__setitem__(key, value)
            while len(self) > self._most:
                del self[next(iter(self))]
