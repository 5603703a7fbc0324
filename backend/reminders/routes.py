"""`/api/push`: the server's key, and which browsers want reminders."""

from base64 import urlsafe_b64decode
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from litestar import Request, delete, get, post
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import JSONBody

from backend import given
from backend.answers import problems
from backend.limits import by_address
from backend.reminders.addresses import EndpointError, check_endpoint
from backend.reminders.occurrence import out_of_quiet
from backend.reminders.rules import Rules
from backend.reminders.vapid import VapidKey
from backend.settings import PUSH_TRIALS_PER_MINUTE, REMINDERS_PUT_OFF
from backend.storage import push_subscriptions, reminders
from backend.storage.push_subscriptions import Subscription, TooManySubscriptionsError
from shared_schemas.api import PushEndpoint, PushKeys, PushRequest, PushTrial, PushView

_TRIAL_LIMIT = by_address("push_trials", PUSH_TRIALS_PER_MINUTE)


class TooManySubscriptionsException(ClientException):
    """The account has as many browsers to remind as it may."""

    status_code = 409


@lru_cache(maxsize=4)
def _public_key(data_dir: Path) -> str:
    return VapidKey.of(data_dir).public


def _are_keys(keys: PushKeys) -> bool:
    """Whether a message can be encrypted for them (RFC 8291): a point on P-256, and a secret of 16 bytes."""
    try:
        point, secret = (urlsafe_b64decode(text.rstrip("=") + "==") for text in (keys.p256dh, keys.auth))
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError:
        return False
    return len(secret) == 16


@get("/api/push")
async def show_key(account: given.Account, settings: given.Settings) -> PushView:  # noqa: ARG001  # only whoever is signed in
    """The key to subscribe with."""
    return PushView(public_key=_public_key(settings.data_dir))


@post("/api/push", status_code=204, responses=problems(409))
async def subscribe(
    data: JSONBody[PushRequest],
    request: Request[Any, Any, Any],
    account: given.Account,
    journals: given.Journals,
    settings: given.Settings,
    now: given.Now,
) -> None:
    """Remind this browser. 400 for an endpoint outside the public internet, and for keys that are none."""
    if not _are_keys(data.keys):
        raise ClientException("The keys are not those of a browser.")
    try:
        await check_endpoint(data.endpoint, settings.push_allows_loopback)
    except EndpointError as error:
        raise ClientException(str(error)) from None
    origin = settings.public_origin or str(request.base_url).rstrip("/")
    subscription = Subscription(data.endpoint, data.keys.p256dh, data.keys.auth, origin, data.time_zone or "")
    try:
        await push_subscriptions.add(journals, account.account_id, data.device, subscription, now, account.session)
    except TooManySubscriptionsError:
        raise TooManySubscriptionsException("this account reminds as many browsers as it may") from None


@delete("/api/push")
async def unsubscribe(data: JSONBody[PushEndpoint], account: given.Account) -> None:
    """Remind this browser no more."""
    await push_subscriptions.remove(account.account_id, data.endpoint)


@post("/api/push/trial", status_code=200, responses=problems(404), middleware=[_TRIAL_LIMIT])
async def try_out(
    data: JSONBody[PushEndpoint],
    account: given.Account,
    journals: given.Journals,
    settings: given.Settings,
    now: given.Now,
) -> PushTrial:
    """Send a message to this browser now and tell what became of it. 404 for a browser that is not subscribed."""
    mine = (await push_subscriptions.of_accounts(journals, [account.account_id])).get(account.account_id, [])
    found = [subscription for subscription in mine if subscription.endpoint == data.endpoint]
    if not found:
        raise NotFoundException("this browser is not subscribed")
    from backend.reminders.sending import send_trial  # most of a second, and rarely needed

    outcome = await send_trial(found[0], settings, VapidKey.of(settings.data_dir), now)
    return PushTrial(outcome=outcome.value)


@post("/api/push/later", status_code=204)
async def come_again(account: given.Account, journals: given.Journals, now: given.Now) -> None:
    """Let the last message come again in an hour, after quiet hours that fall there, unless it is done by then."""
    told = await push_subscriptions.whereabouts(journals, account.account_id)
    rules = Rules.of(await journals.load(account.account_id), told)
    until = out_of_quiet(now + REMINDERS_PUT_OFF, rules.quiet, rules.zone)
    await reminders.put_off(journals, account.account_id, until)


routes = [show_key, subscribe, unsubscribe, try_out, come_again]
