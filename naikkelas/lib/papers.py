"""PDF from a Typst page that gets all its words as data, so that no name is read as markup."""

import json
from collections.abc import Mapping
from typing import Any  # JSON values

import typst


def pdf(page: bytes, data: Mapping[str, Any]) -> bytes:
    """The bytes of the PDF, tagged; the page reads `json(bytes(sys.inputs.data))`."""
    compiled: bytes = typst.compile(
        page,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    return compiled
