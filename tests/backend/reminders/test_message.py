import json
from dataclasses import replace
from datetime import timedelta
from itertools import product

from backend.reminders.message import message_of, topic_of, trial_message
from backend.reminders.occurrence import Asks, Occurrence
from tests.backend.reminders.entries import NOW

CHECK_IN = Occurrence("after-session:x:24", NOW, NOW + timedelta(days=2), Asks.CHECK_IN, "#/check-in")
# What a stranger who sees the phone must not learn.
TELLING = ("ketamine", "session", "infusion", "dose", "mg", "phq", "score", "depress", "insur", "appeal", "claim",
           "denial", "clinic", "doctor", "mood", "relief", "treatment")  # fmt: skip


def test_the_message_opens_the_check_in_and_says_nothing_about_the_treatment() -> None:
    assert json.loads(message_of([CHECK_IN], "https://casebook.example")) == {
        "web_push": 8030,
        "notification": {
            "title": "Casebook",
            "body": "Time for a check-in",
            "navigate": "https://casebook.example/#/check-in",
            "tag": "check-in",
        },
        "app_badge": 1,
    }


def test_several_things_come_as_one_message_that_opens_today() -> None:
    other = replace(CHECK_IN, subject="claim:y", asks=Asks.DATE, opens="#/entry/y")
    message = json.loads(message_of([CHECK_IN, other], "https://casebook.example"))
    notification = message["notification"]
    assert message["app_badge"] == 2
    assert notification["body"] == "2 things are waiting"
    assert notification["navigate"] == "https://casebook.example/#/today"


def test_the_same_check_in_asked_for_twice_is_one_thing() -> None:
    again = replace(CHECK_IN, subject="check-in:2026-11-24")
    assert message_of([CHECK_IN, again], "https://x.example") == message_of([CHECK_IN], "https://x.example")


def test_a_message_to_try_reminders_out_says_nothing_waits() -> None:
    assert "app_badge" not in json.loads(trial_message("https://casebook.example"))


def test_no_message_says_what_a_stranger_must_not_learn() -> None:
    messages = [message_of([replace(CHECK_IN, asks=asks)], "https://x.example") for asks in Asks]
    messages.append(trial_message("https://x.example"))
    bodies = [json.loads(message)["notification"]["body"].lower() for message in messages]
    assert [(body, word) for body, word in product(bodies, TELLING) if word in body] == []


def test_the_topics_have_a_form_push_services_take() -> None:
    for asks in Asks:
        topic = topic_of(message_of([replace(CHECK_IN, asks=asks)], "https://x.example"))
        assert len(topic) <= 32
        assert topic.replace("-", "").isalnum()
