"""HiGHS that says nothing: standard output belongs to whoever calls us."""

from typing import Any

import highspy


class Quiet(highspy.Highs):  # type: ignore[misc]
    """A solver on one thread without its banner, which it prints while it is being made."""

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()
        for option, value in ({"threads": 1, "parallel": "off"} | options).items():
            self.setOptionValue(option, value)

    def enableCallbacks(self) -> None:  # noqa: N802
        """Called while being made, before the banner."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()
