"""What a browser says of itself in words its owner would use: "Safari on iPhone". Nothing finer is kept."""

# The order matters: every browser on Chromium's engine also names Chrome and Safari, and all on iOS name Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
# An iPad calls itself a Macintosh unless asked for the page of a phone; Android names Linux too.
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "Another browser"


def browser_in_words(user_agent: str) -> str:
    """As in "Firefox on Windows"; without a device that is known the browser alone."""
    browser = _first(_BROWSERS, user_agent)
    device = _first(_DEVICES, user_agent)
    if browser is None:
        return UNKNOWN if device is None else f"{UNKNOWN} on {device}"
    return browser if device is None else f"{browser} on {device}"


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for mark, name in marks if mark in text), None)
