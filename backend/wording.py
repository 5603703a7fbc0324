"""How numbers, days and short lists read on screen and paper: "Nov 24, 2026", "42.5 mg (0.50 mg/kg)". No sentences."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
NOTHING = "–"
ROUTES = {
    "intravenous": "IV",
    "intramuscular": "IM",
    "subcutaneous": "SC",
    "intranasal": "Intranasal",
    "oral": "Oral",
    "sublingual": "Sublingual",
}
_PLACES = tuple(Decimal(1).scaleb(-decimals) for decimals in range(7))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(moment: date) -> str:
    """As in "Nov 24, 2026". Written here because `strftime` asks the machine for the names of months."""
    return f"{_MONTHS[moment.month - 1]} {moment.day}, {moment.year}"


def month(moment: date) -> str:
    """The month's short name, as in "Nov"."""
    return _MONTHS[moment.month - 1]


def number(value: float, decimals: int = 1, *, fixed: bool = False) -> str:
    """At most `decimals` digits after the point, half rounded up; `fixed` keeps trailing zeros."""
    # Whole numbers, most of what there is, need no exact decimals.
    if not fixed and float(value).is_integer():
        return f"{MINUS}{-value:,.0f}" if value < 0 else f"{abs(value):,.0f}"
    rounded = _rounded(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if not fixed and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: float, decimals: int = 1) -> str:
    """With its sign, as in "+7" or "−7"; zero has none."""
    text = number(value, decimals)
    return f"+{text}" if value > 0 and text != "0" else text


def change(points: float, percent: float | None) -> str:
    """As in "−14 (−67%)"; without the percent where nothing changed or there is none."""
    share = f" ({signed(percent, 0)}%)" if percent is not None and points else ""
    return f"{signed(points)}{share}"


def percent(value: float) -> str:
    """Whole percent, as in "62%"."""
    return f"{number(value, 0)}%"


def money(cents: int) -> str:
    """As in "$1,475.00" or "−$12.50"."""
    dollars, rest = divmod(abs(cents), 100)
    return f"{MINUS if cents < 0 else ''}${dollars:,}.{rest:02d}"


def count(amount: int, one: str, many: str | None = None) -> str:
    """As in "1 session" or "12 sessions"."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """As in "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def shortened(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut after a word and ended by "…" where something is left out."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    cut = head.rfind(" ")
    return f"{(head[:cut] if cut > limit // 2 else head).rstrip(' ,;:.')}…"


def words(text: str) -> str:
    """A name that a form chose, as in "snri" or "mood_stabilizer", without its underscores."""
    return text.replace("_", " ")


def capitalised(text: str) -> str:
    """The first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def dose(dose_mg: float | None, dose_mg_per_kg: float | None) -> str:
    """As in "42.5 mg (0.50 mg/kg)"."""
    if dose_mg is None:
        return NOTHING
    per_weight = "" if dose_mg_per_kg is None else f" ({number(dose_mg_per_kg, 2, fixed=True)} mg/kg)"
    return f"{number(dose_mg)} mg{per_weight}"


def rounded(value: float | None, decimals: int) -> float | None:
    """The value as `number` prints it; whole numbers as `int`, so that they stand as "40" in the attached files."""
    if value is None:
        return None
    exact = _rounded(value, decimals)
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(value)).quantize(_PLACES[decimals], rounding=ROUND_HALF_UP)
