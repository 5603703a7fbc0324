"""What the app gives to every route that asks for it, by the name it asks with: `account: given.Account`.

Where each comes from stands in `backend.app`.
"""

from datetime import datetime

from litestar.di import NamedDependency

from backend import settings
from backend.storage import database, journals, login_sessions

# Whose session the cookie names. A route that asks for it is only for people who are signed in.
Account = NamedDependency[login_sessions.SignedIn]
Journals = NamedDependency[journals.Journals]
Settings = NamedDependency[settings.Settings]
Storage = NamedDependency[database.Storage]
# The moment at which the request came.
Now = NamedDependency[datetime]
