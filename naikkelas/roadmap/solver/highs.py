"""HiGHS that says nothing: standard output belongs to whoever calls us."""

from typing import Any

import highspy


class Quiet(highspy.Highs):
    """A solver on one thread without its banner, which it prints while it is being made."""

    def __init__(self, options: dict[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.setOptionValue("threads", 1)
        self.setOptionValue("parallel", "off")
        for option, value in options.items():
            self.setOptionValue(option, value)

    def enableCallbacks(self) -> None:  # noqa: N802
        """Called while being made, before the banner."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]
