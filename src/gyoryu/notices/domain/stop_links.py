"""The link at the foot of a mail by which its reader makes us stop. It holds the blind index of the address, signed."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from gyoryu.common.errors import NotFound

_SALT = "gyoryu.notices.stop"


def stop_address(email_index: str) -> str:
    return f"{settings.BASE_URL}/account/stop/{Signer(salt=_SALT).sign(email_index)}/"


def read_stop_token(token: str) -> str:
    """The blind index that was signed; NotFound when nobody signed this."""
    try:
        return Signer(salt=_SALT).unsign(token)
    except (BadSignature, UnicodeEncodeError) as error:
        raise NotFound(_("This link is not complete. Open it again from the mail, in one piece.")) from error
