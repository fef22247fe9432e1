"""A passkey made of software: it registers and signs as a phone does, so that no browser is needed."""

import hashlib
import json
import secrets

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, WITH_DATA = 0x01, 0x04, 0x40


class SoftPasskey:
    def __init__(self, host: str = "testserver") -> None:
        self.host = host
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.handle = ""

    def register(self, options: dict) -> dict:
        """The answer to an invitation to make a key; remembers for whom it is."""
        wish = options["publicKey"]
        self.handle = wish["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        data = AttestedCredentialData.create(bytes(16), self.id, public)
        seen = AuthenticatorData.create(self._rp(), PRESENT | VERIFIED | WITH_DATA, 0, data)
        response = {
            "clientDataJSON": self._client("webauthn.create", wish["challenge"]),
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
        }
        return self._credential(response)

    def sign(self, options: dict) -> dict:
        """The answer to a request for proof."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"], encoded=False)
        seen = AuthenticatorData.create(self._rp(), PRESENT | VERIFIED, 1)
        signature = self.key.sign(bytes(seen) + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(seen),
            "signature": websafe_encode(signature),
            "userHandle": self.handle,
        }
        return self._credential(response)

    def _rp(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, type: str, challenge: str, *, encoded: bool = True):
        data = json.dumps({"type": type, "challenge": challenge, "origin": f"https://{self.host}"}).encode()
        return websafe_encode(data) if encoded else data

    def _credential(self, response: dict) -> dict:
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {"credProps": {"rk": True}},
        }


def passkey_of(user, name: str = "Khóa 1") -> Authenticator:
    """A registered passkey, as a row."""
    invitation = {"publicKey": {"user": {"id": websafe_encode(str(user.pk).encode())}, "challenge": "eA"}}
    data = {"name": name, "credential": SoftPasskey().register(invitation)}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)
