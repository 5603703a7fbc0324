import json

from backend.reminders.message import TOPIC, check_in_message


def test_the_message_opens_the_check_in_and_says_nothing_about_the_treatment() -> None:
    assert json.loads(check_in_message("https://casebook.example")) == {
        "web_push": 8030,
        "notification": {
            "title": "Casebook",
            "body": "Time for a check-in",
            "navigate": "https://casebook.example/#/check-in",
            "tag": "check-in",
        },
    }


def test_the_topic_has_a_form_push_services_take() -> None:
    assert len(TOPIC) <= 32
    assert TOPIC.replace("-", "").isalnum()
