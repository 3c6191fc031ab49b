"""A device in words, from what its browser says of itself."""

_BROWSERS = (
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "ponsel Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "komputer Windows"),
    ("Macintosh", "komputer Mac"),
    ("Linux", "komputer Linux"),
)


def device_name(agent: str) -> str:
    """`Chrome di ponsel Android`.

    >>> device_name("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0 Mobile")
    'Chrome di ponsel Android'
    """
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Peramban")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "perangkat lain")
    return f"{browser} di {system}"
