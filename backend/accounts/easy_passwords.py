"""Passwords that a guesser tries first. They are refused where one is chosen, never where one is used to sign in."""

import asyncio

from litestar.exceptions import ClientException

from backend.settings import PASSWORD_GUESSES, PASSWORD_LOOKED_AT

# What stands near at hand for whoever guesses the password of somebody who keeps this journal.
_NEAR_AT_HAND = ("casebook", "ketamine", "infusion", "esketamine", "spravato")


class EasyPasswordException(ClientException):
    """A password that would be guessed soon."""

    status_code = 400


async def check_password(password: str, email: str) -> None:
    """Raises EasyPasswordException for a common password, a pattern, or the email with a little around it."""
    if await asyncio.to_thread(_guesses, password, email) < PASSWORD_GUESSES:
        said = "this password is among the first that are guessed; take a few words that only you would put together"
        raise EasyPasswordException(said, extra=[{"field": "password", "message": "easy to guess"}])


def _guesses(password: str, email: str) -> int:
    # Thirty thousand passwords and as many words and names take a third of a second to load.
    from zxcvbn.matching import RANKED_DICTIONARIES, build_ranked_dict, omnimatch
    from zxcvbn.scoring import most_guessable_match_sequence

    looked_at = password[:PASSWORD_LOOKED_AT]
    own = [email.lower(), *email.lower().split("@"), *_NEAR_AT_HAND]
    # Not by the library's own function: it keeps the patient's words in a dictionary that all threads share.
    matches = omnimatch(looked_at, {**RANKED_DICTIONARIES, "user_inputs": build_ranked_dict(own)})
    return int(most_guessable_match_sequence(looked_at, matches)["guesses"])
