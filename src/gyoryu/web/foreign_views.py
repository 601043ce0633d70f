"""Access to views that are not ours: sign-in, second factor, language switch. Everything not named here is refused."""

from typing import Any

from gyoryu.web.access import Access

PUBLIC = Access("public")
SIGNED_IN = Access("signed_in")

# url name -> access; url names of the packages' own URL confs.
FOREIGN: dict[str, Access] = {
    "account_login": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "set_language": PUBLIC,
}


def access_of_foreign(request: Any) -> Access | None:
    """The access of the foreign view this request resolved to, by its URL name."""
    match = request.resolver_match
    return FOREIGN.get(match.url_name or "") if match else None
