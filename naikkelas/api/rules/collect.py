"""The settings of ODK Collect and KoboCollect as they read them from a QR code.

Source: ODK documentation, "Configuring app settings with QR codes": JSON, compressed with zlib,
in base64. `general` holds what differs from the app's own defaults.
"""

import base64
import json
import zlib
from typing import Any  # JSON


def settings(server_url: str, project: str) -> dict[str, Any]:
    """Where to ask and how: forms kept the same as here, sent by themselves, kept when sent."""
    return {
        "general": {
            "protocol": "odk_default",
            "server_url": server_url,
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_one_hour",
            "autosend": "wifi_and_cellular",
            "delete_send": False,
            "image_size": "small",
            "app_language": "in",
        },
        "admin": {},
        "project": {"name": project[:60], "icon": "N", "color": "#1d4f91"},
    }


def packed(values: dict[str, Any]) -> str:
    """The text of the QR code."""
    text = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()
