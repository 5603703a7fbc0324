"""Side effects by share of sessions and severity, with duration and trend in the table."""

from collections.abc import Sequence

from backend.charts.figures import Part, figure
from backend.wording import NOTHING, capitalised, count, number, percent, shortened
from shared_schemas.progress import Figure, Finding, SideEffectShare

# More bars than this would be a list, and the table is one already.
_SHOWN = 8
_NAME_CHARACTERS = 22
# From light to dark, and told apart by pattern in black and white.
_PATTERNS = {"not noted": ".", "mild": "", "moderate": "/", "severe": "x"}


def side_effects_finding(shares: Sequence[SideEffectShare], sessions: int) -> Finding:
    """The most frequent side effect, the severe ones, and that nothing noted is not nothing."""
    if not shares:
        sentence = f"No side effect was noted in {count(sessions, 'session')}."
        limits = ["Nothing noted is not the same as nothing."]
        return Finding(id="side_effects", section="side_effects", sentence=sentence, n=sessions, limits=limits)
    first = shares[0]
    severe = sum(share.severities.get("severe", 0) for share in shares)
    lasted = f", for {number(first.median_minutes, 0)} minutes (median)" if first.median_minutes is not None else ""
    sentence = (
        f"{capitalised(shortened(first.symptom, 60))} was the most frequent side effect: in {first.with_symptom} of"
        f" {count(sessions, 'session')}{lasted}. {_severe(severe)}"
    )
    limits = []
    if first.first_half and first.second_half:
        limits.append(
            f"It was noted in {first.first_half[0]} of the first {first.first_half[1]} sessions and in"
            f" {first.second_half[0]} of the last {first.second_half[1]}."
        )
    return Finding(id="side_effects", section="side_effects", sentence=sentence, n=sessions, limits=limits)


def _severe(times: int) -> str:
    return f"A severe one was noted {count(times, 'time')}." if times else "Nothing was noted as severe."


def side_effects_figure(shares: Sequence[SideEffectShare]) -> Figure | None:
    """Bars of the most frequent ones, by the worst severity of each session; None without any."""
    if not shares:
        return None
    shown, sessions = shares[:_SHOWN], shares[0].sessions
    names = _names([share.symptom for share in shown])
    more = f" {len(shares) - len(shown)} more are in the table." if len(shares) > len(shown) else ""
    used = [severity for severity in _PATTERNS if any(_of(share, severity) for share in shown)]
    return Figure(
        id="side_effects",
        section="side_effects",
        title=f"Side effects: {shown[0].symptom} in {percent(shown[0].percent)} of sessions",
        caption=f"{count(sessions, 'session')}, by the worst severity noted: {_key(used)}.{more}",
        n=sessions,
        alternative=f"Bars of how many of {count(sessions, 'session')} each side effect was noted in. "
        + "; ".join(
            f"{capitalised(share.symptom)} in {share.with_symptom} of {count(sessions, 'session')}" for share in shown
        )
        + ".",
        plotly=figure(
            [_bars(shown, names, severity, is_last=severity == used[-1]) for severity in used],
            x={"range": [0, sessions * 1.18], "title": {"text": "Sessions"}, "showgrid": True, "nticks": 5},
            y={"autorange": "reversed", "showgrid": False, "ticks": ""},
            height=90 + 38 * len(shown),
        ),
        columns=["Side effect", "Sessions", "Mild", "Moderate", "Severe", "Lasted", "First half", "Second half"],
        rows=[_row(share) for share in shares],
    )


def _names(symptoms: Sequence[str]) -> list[str]:
    """Their names at the axis: Plotly would lay bars of the same name on one another, and read < and > as markup."""
    names: list[str] = []
    for symptom in symptoms:
        name = capitalised(shortened(symptom, _NAME_CHARACTERS)).replace("<", "‹").replace(">", "›")
        same = sum(1 for other in names if other.startswith(name))
        names.append(f"{name} ({same + 1})" if name in names else name)
    return names


def _key(used: Sequence[str]) -> str:
    marks = {
        "not noted": "dotted = not noted",
        "mild": "plain = mild",
        "moderate": "striped = moderate",
        "severe": "crossed = severe",
    }
    return ", ".join(marks[severity] for severity in used)


def _of(share: SideEffectShare, severity: str) -> int:
    if severity == "not noted":
        return share.with_symptom - sum(share.severities.values())
    return share.severities.get(severity, 0)


def _bars(shown: Sequence[SideEffectShare], names: list[str], severity: str, *, is_last: bool) -> Part:
    text = [f"{share.with_symptom} of {share.sessions}" for share in shown] if is_last else None
    return {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": [_of(share, severity) for share in shown],
        "marker": {"pattern": {"shape": _PATTERNS[severity], "size": 6, "solidity": 0.35}, "line": {"width": 1}},
        "meta": {"role": severity.replace(" ", "_")},
        **({"text": text, "textposition": "outside", "cliponaxis": False} if text else {}),
    }


def _row(share: SideEffectShare) -> list[str]:
    halves = [NOTHING if half is None else f"{half[0]} of {half[1]}" for half in (share.first_half, share.second_half)]
    return [
        capitalised(share.symptom),
        f"{share.with_symptom} of {share.sessions}",
        *(str(_of(share, severity)) for severity in ("mild", "moderate", "severe")),
        NOTHING if share.median_minutes is None else f"{number(share.median_minutes, 0)} min",
        *halves,
    ]
