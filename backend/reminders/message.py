"""What a push says. It stands on a locked screen, so it names no treatment, dose, score or insurer, and no person."""

import json
from collections.abc import Sequence

from backend.reminders.occurrence import Asks, Occurrence

_WORDS = {
    Asks.CHECK_IN: "Time for a check-in",
    Asks.QUESTIONNAIRE: "A few questions are waiting",
    Asks.ENTRY: "Time for a short entry",
    Asks.FOLLOW_UP: "A follow-up is due",
    Asks.DATE: "A date is coming up",
}
_TEST = "Reminders work on this device"
_TODAY = "#/today"


def message_of(due: Sequence[Occurrence], origin: str) -> bytes:
    """One message for all that is due (at least one), as UTF-8 JSON. It opens the form at `origin`;
    several open Today.

    The form is Declarative Web Push: a browser that knows it shows the notification without waking the service worker,
    every other one hands it to the service worker, which reads the same fields. The number of what waits stands on the
    app's icon.
    """
    asked = {(one.asks, one.opens) for one in due}
    if len(asked) > 1:
        return _message(f"{len(asked)} things are waiting", _TODAY, "several", origin, len(asked))
    asks, opens = asked.pop()
    return _message(_WORDS[asks], opens, asks.value, origin, 1)


def trial_message(origin: str) -> bytes:
    """What the patient asks for to see whether reminders arrive."""
    return _message(_TEST, "#/reminders", "test", origin, None)


def topic_of(message: bytes) -> str:
    """One waiting message of a topic replaces another, at the push service as on the screen."""
    topic: str = json.loads(message)["notification"]["tag"]
    return topic


def _message(body: str, opens: str, tag: str, origin: str, waiting: int | None) -> bytes:
    notification = {"title": "Casebook", "body": body, "navigate": f"{origin}/{opens}", "tag": tag}
    marks_icon = {} if waiting is None else {"app_badge": waiting}
    return json.dumps({"web_push": 8030, "notification": notification} | marks_icon).encode()
