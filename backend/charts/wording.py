"""How numbers and days read on a screen: "Nov 24, 2026", "−67%", "1 session"."""

from datetime import date

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: date) -> str:
    """As in "Nov 24, 2026"."""
    return f"{_MONTHS[moment.month - 1]} {moment.day}, {moment.year}"


def number(value: float, decimals: int = 1) -> str:
    """At most `decimals` digits after the point, a real minus sign, no trailing zeros."""
    text = f"{abs(value):.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"−{text}" if value < 0 and text != "0" else text


def signed(value: float, decimals: int = 1) -> str:
    """With its sign, as in "+7" or "−7"."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and text != "0" else text


def count(amount: int, one: str, many: str | None = None) -> str:
    """As in "1 session" or "12 sessions"."""
    return f"{amount} {one if amount == 1 else many or one + 's'}"
