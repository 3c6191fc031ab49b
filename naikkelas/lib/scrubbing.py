"""Takes what may name a person out of a line of text, before it is written to a log.

Sixteen digits may be a NIK or a KK number, eighteen a NIP; +62 or 08 begins a telephone number.
Source: `design/security.md` §4.5 item 47.
"""

import logging
import re

_PATTERNS = (
    # Keys that stand in an address: of a phone, of an invitation.
    (re.compile(r"(?<=/odk/)[^/\s?#]+|(?<=/undangan/)[^/\s?#]+"), "[kunci]"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[surel]"),
    # Digits in groups, as people write them: 6301 0512 3456 0007.
    (re.compile(r"(?<![\w-])\d(?:[ .]?\d){15}(?:[ .]?\d\d)?(?![\w-])"), "[nomor]"),
    (re.compile(r"(?<![\w.-])(?:\+?62|0)[ -]?8\d{1,3}(?:[ -]?\d{2,5}){2,4}(?![\w-])"), "[telepon]"),
)


def scrubbed(text: str) -> str:
    """The text without numbers of persons, telephone numbers and e-mail addresses.

    >>> scrubbed("NIK 6301051234560007, hubungi 0812-3456-7890 atau sari@contoh.go.id")
    'NIK [nomor], hubungi [telepon] atau [surel]'
    >>> scrubbed("Not Found: /odk/x7Rk9-_q/formList")
    'Not Found: /odk/[kunci]/formList'
    >>> scrubbed("63.01.03.1003 pada 2025-07-31 10:42:07, 0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b")
    '63.01.03.1003 pada 2025-07-31 10:42:07, 0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b'
    """
    for pattern, word in _PATTERNS:
        text = pattern.sub(word, text)
    return text


class ScrubbingFormatter(logging.Formatter):
    """Scrubs the finished line: message, arguments, traceback. A line break cannot forge a line."""

    def format(self, record: logging.LogRecord) -> str:
        head = scrubbed(super().format(record))
        if record.exc_info or record.stack_info:
            return head
        return head.replace("\r", "\\r").replace("\n", "\\n")
