"""What a browser is called, for people who look at where they are signed in."""

# The most that is read of what a browser says of itself, in characters: real ones say less than half of it.
MOST_READ = 512

# The first that is found counts: most say that they are Chrome and Safari besides, and Chrome says that it is Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
# Android says that it is Linux, and iPhones say that they are like macOS.
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """A name like "Chrome on Linux" for what a browser says of itself; "Unknown browser" where that tells nothing."""
    read = user_agent[:MOST_READ]
    browser = _first(_BROWSERS, read) or "Unknown browser"
    system = _first(_SYSTEMS, read)
    return f"{browser} on {system}" if system else browser


def _first(names: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for sign, name in names if sign in text), None)
