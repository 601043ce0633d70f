"""What people type about themselves, made fit to be kept."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from gyoryu.accounts.models import Person
from gyoryu.common.errors import BadInput


def checked_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise BadInput("name_missing", _("Give a name."), field="name")
    if len(name) > 100:
        raise BadInput("name_too_long", _("Use at most 100 characters for the name."), field="name")
    if not name.isprintable():
        message = _("The name holds characters that cannot be shown. Type it again.")
        raise BadInput("name_damaged", message, field="name")
    return name


def checked_email(text: str) -> str:
    """The address in lower case, as it is kept and compared."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > 254:
        raise BadInput("email_wrong", _("This is no e-mail address. Write it as name@school.example."), field="email")
    return email


def checked_language(code: str) -> str:
    known = [language for language, _label in settings.LANGUAGES]
    if code not in known:
        raise BadInput("language_unknown", _("Choose one of: %(known)s."), field="language", known=", ".join(known))
    return code


def checked_password(password: str, person: Person) -> str:
    if len(password) > 200:
        raise BadInput("password_too_long", _("Use at most 200 characters for the password."), field="password")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadInput("password_weak", " ".join(error.messages), field="password") from error
    return password
