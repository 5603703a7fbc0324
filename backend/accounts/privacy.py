"""`/api/privacy` and `/api/account/consent`: what the privacy page must know, and that a patient agreed to it."""

from datetime import datetime

from litestar import get, put
from litestar.params import JSONBody

from backend import given
from backend.storage import consents
from shared_schemas.rights import ConsentRequest, ConsentView, PrivacyFacts


@get("/api/privacy")
async def facts(settings: given.Settings) -> PrivacyFacts:
    """What differs between servers, for the privacy page; anybody may ask, also before signing up."""
    return PrivacyFacts(
        operator_contact=settings.operator_contact,
        deletion_grace_days=settings.deletion_grace_days,
        backups_kept_days=settings.backups_kept_days,
    )


@get("/api/account/consent")
async def consent(account: given.Account) -> ConsentView:
    """What the patient agreed to last."""
    found = await consents.latest(account.account_id)
    return ConsentView() if found is None else _view(*found)


@put("/api/account/consent", noted="agreed")
async def agree(data: JSONBody[ConsentRequest], account: given.Account, now: given.Now) -> ConsentView:
    """The patient agrees to a version of the privacy page."""
    await consents.agree(account.account_id, data.version, now)
    found = await consents.latest(account.account_id)
    return ConsentView() if found is None else _view(*found)


def _view(version: str, agreed_at: str) -> ConsentView:
    return ConsentView(version=version, agreed_at=datetime.fromisoformat(agreed_at))


routes = [facts, consent, agree]
