"""Changes to what is kept about a person, outside imports and reorganisations."""

from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from cadres.models import Cadre


@transaction.atomic
def change_contacts(cadre: Cadre, *, by: User, phone: str, email: str) -> Cadre:
    """Keep a new phone number and e-mail address; the trail says which of them changed, not to what."""
    cadre = Cadre.objects.select_for_update(of=("self",)).get(pk=cadre.pk)
    wanted: dict[str, Any] = {"phone": phone, "email": email}
    changed = [name for name, value in wanted.items() if getattr(cadre, name) != value]
    for name in changed:
        setattr(cadre, name, wanted[name])
    if changed:
        cadre.save(update_fields=changed)
        audit.record("cadre.changed", cadre, by=by, cadre_id=cadre.pk, after={"fields": changed})
    return cadre
