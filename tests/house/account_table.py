"""What each person gets at the addresses of signing in, as far as django-allauth has what the product wants."""

from url_rows import EVERYBODY, NOBODY, TAKES_A_FORM, Row, World

AWAY = frozenset({302})
PERHAPS = frozenset({200, 302})  # shown, or the password is asked for again first
NOT_YET = frozenset({302, 404, 405})  # there is no key, code or half-done log-in to go on with


def key_of_nobody(_world: World) -> dict[str, object]:
    """A passkey that nobody has."""
    return {"pk": 1}


URL_TABLE = {
    "account_login": Row(EVERYBODY, get=AWAY, post=AWAY, public=True),
    "account_logout": Row(EVERYBODY, get=PERHAPS, post=AWAY, public=True),
    "account_inactive": Row(EVERYBODY, public=True),
    "account_reauthenticate": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "account_change_password": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "account_reset_password": Row(EVERYBODY, public=True),
    "mfa_index": Row(EVERYBODY),
    "mfa_authenticate": Row(EVERYBODY, get=AWAY, post=AWAY),
    "mfa_reauthenticate": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "mfa_activate_totp": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "mfa_deactivate_totp": Row(NOBODY, refusal=NOT_YET),
    "mfa_view_recovery_codes": Row(NOBODY, refusal=NOT_YET),
    "mfa_generate_recovery_codes": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "mfa_download_recovery_codes": Row(NOBODY, refusal=NOT_YET),
    "mfa_list_webauthn": Row(EVERYBODY),
    "mfa_add_webauthn": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "mfa_reauthenticate_webauthn": Row(EVERYBODY, get=PERHAPS, post=TAKES_A_FORM),
    "mfa_remove_webauthn": Row(NOBODY, args=key_of_nobody, refusal=NOT_YET),
    "mfa_edit_webauthn": Row(NOBODY, args=key_of_nobody, refusal=NOT_YET),
    "mfa_login_webauthn": Row(EVERYBODY, get=AWAY, post=AWAY),
}
