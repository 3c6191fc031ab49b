"""Signatures of webhooks as the Standard Webhooks specification has them (version 1).

`webhook-signature` is `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; the timestamp
lets who receives it refuse what somebody has kept and sends again.
"""

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def secret_of(raw: bytes) -> str:
    """A secret as it is shown."""
    return PREFIX + base64.b64encode(raw).decode()


def headers(raw: bytes, delivery: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes along with a body.

    >>> headers(b"rahasia", "id-37", 1700000000, b"{}")["webhook-signature"][:3]
    'v1,'
    """
    signed = f"{delivery}.{timestamp}.".encode() + body
    digest = hmac.new(raw, signed, hashlib.sha256).digest()
    return {
        "webhook-id": delivery,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
