"""What a browser calls itself, in words by which its owner knows the machine. Pure."""

BROWSERS = (
    ("; wv)", "trình duyệt trong ứng dụng"),
    ("Zalo", "Zalo"),
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "máy tính Windows"),
    ("Macintosh", "máy Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "máy tính Linux"),
)


def device_of(user_agent: str) -> str:
    """ "Chrome trên Android"; the order of the marks matters, for browsers also call themselves by others' names."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "trình duyệt lạ")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "máy chưa rõ")
    words = f"{browser} trên {system}"
    return words[0].upper() + words[1:]


def is_phone(user_agent: str) -> bool:
    return any(mark in user_agent for mark in ("iPhone", "Android", "Mobile"))
