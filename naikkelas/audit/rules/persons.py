"""How an event names a person who has no account, without holding the number itself."""

from hashlib import sha256


def fingerprint(nip: str) -> str:
    """The first 16 hexadecimal digits of a hash of an official's number.

    Enough to find the events again for somebody who gives the number. Not a secret to one who can
    read the database and try all numbers; the number itself stands in the reports until scrubbed.

    >>> fingerprint("19850101 201001 2003") == fingerprint("198501012010012003")
    True
    """
    digits = "".join(letter for letter in nip if letter.isdigit())
    return sha256(f"nip:{digits}".encode()).hexdigest()[:16]
