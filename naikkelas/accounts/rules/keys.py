"""Secrets that stand in an address: a link of an invitation, the key of a phone."""

import hashlib


def digest(token: str) -> str:
    """What of a secret is stored.

    >>> digest("kunci")[:8]
    '77a9c215'
    """
    return hashlib.sha256(token.encode()).hexdigest()
