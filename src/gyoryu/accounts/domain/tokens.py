"""Secrets that stand in a link: made once, kept as a hash, held sealed only until the mail with them is written."""

import hashlib
import hmac
import secrets
from typing import TypeVar

from django.db.models import QuerySet

from gyoryu.accounts.models import Invitation, PartnerLink

Bearer = TypeVar("Bearer", Invitation, PartnerLink)


def new_token() -> str:
    """32 random bytes, 43 characters that need no escaping in a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 in hex. Whatever text somebody typed has one, so that a wrong token is just unknown."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def bearer_of(token: str, among: QuerySet[Bearer]) -> Bearer | None:
    """The row this token opens. Found by its hash, so that time tells nothing about the tokens that exist."""
    wanted = token_hash(token)
    found = among.filter(token_hash=wanted).first()
    return found if found is not None and hmac.compare_digest(found.token_hash, wanted) else None


def take_token(bearer: Invitation | PartnerLink) -> str:
    """The token for the one mail that carries it; afterwards nobody can read it here. Empty the second time."""
    token: str = bearer.sealed_token
    if token:
        type(bearer)._default_manager.filter(pk=bearer.pk).update(sealed_token="")
        bearer.sealed_token = ""
    return token
