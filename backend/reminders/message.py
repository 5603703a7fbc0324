"""What a push says. It stands on a locked screen, so it names no treatment, dose, score or insurer, and no person."""

import json

# One waiting message of this topic replaces another, at the push service and on the screen.
TOPIC = "check-in"


def check_in_message(origin: str) -> bytes:
    """The body, UTF-8 JSON, that asks for a check-in and opens it at `origin`.

    The form is Declarative Web Push: a browser that knows it shows the notification without waking the service worker,
    every other one hands it to the service worker, which reads the same fields.
    """
    notification = {
        "title": "Casebook",
        "body": "Time for a check-in",
        "navigate": f"{origin}/#/check-in",
        "tag": TOPIC,
    }
    return json.dumps({"web_push": 8030, "notification": notification}).encode()
