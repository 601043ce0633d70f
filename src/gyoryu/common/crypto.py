"""Personal data at rest: AES-256-GCM under a key ring of its own, and a blind index to look an address up.

The ring (``settings.FIELD_KEYS``, newest first) is independent of the secret key: destroying a key is how backups
forget. The associated data is ``model.field``, so a value moved to another column does not open. Format:
``version byte 1 | key id 4 bytes | nonce 12 bytes | ciphertext + tag``, in URL-safe base64.
"""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

VERSION = b"\x01"


class CannotDecrypt(Exception):
    """The key that sealed this value is not in FIELD_KEYS."""


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:4]


def seal(text: str, *, context: str) -> str:
    key = settings.FIELD_KEYS[0]
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), context.encode())
    return base64.urlsafe_b64encode(VERSION + _key_id(key) + nonce + sealed).decode()


def unseal(value: str, *, context: str) -> str:
    raw = base64.urlsafe_b64decode(value)
    for key in settings.FIELD_KEYS:
        if raw[1:5] == _key_id(key):
            try:
                return AESGCM(key).decrypt(raw[5:17], raw[17:], context.encode()).decode("utf-8", "surrogatepass")
            except InvalidTag as error:
                raise CannotDecrypt(f"{context}: the stored value was altered") from error
    raise CannotDecrypt(f"{context}: no key of FIELD_KEYS sealed this; restore the key ring of that time")


def blind_index(text: str) -> str:
    """Equal for equal addresses (folded), and says nothing else about them. 64 hex characters."""
    return hmac.new(settings.BLIND_INDEX_KEY, text.strip().casefold().encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField[str, str]):
    """Text that is sealed in the database and plain in Python. Empty stays empty. Cannot be filtered on."""

    @property
    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value, context=self._context) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return unseal(value, context=self._context) if value else value
