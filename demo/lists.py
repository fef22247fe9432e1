"""Lists of words as they are written on paper: with commas, and how often where that is more than once."""


def listed(text: str) -> list[str]:
    """ "Trần*2, Lê" is Trần, Trần, Lê."""
    words: list[str] = []
    for entry in text.replace("\n", " ").split(","):
        word, _, times = entry.strip().partition("*")
        words += [word] * int(times or 1)
    return words
