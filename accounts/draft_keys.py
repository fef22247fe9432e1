"""The key under which a browser locks what somebody typed and has not sent yet (static/js/drafts.js).

Derived anew for every page, known to nobody but the server and the page of the signed-in person: the next person on
the same phone gets another key, and what lies in the browser is noise without it.
"""

import base64

from django.utils.crypto import salted_hmac

from accounts.models import User

_SALT = "accounts.draft_keys"


def key_for(user: User) -> str:
    """256 bits for AES-GCM, in base64."""
    return base64.b64encode(salted_hmac(_SALT, str(user.pk), algorithm="sha256").digest()).decode()
