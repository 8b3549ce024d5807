"""What each person gets at the addresses of signing in, which come from django-allauth."""

from url_rows import EVERYBODY, TAKES_A_FORM, Row

AWAY = frozenset({302})
FORM_OR_AWAY = TAKES_A_FORM
ASKS_AGAIN = frozenset({200, 302})  # the password is asked for again first, where it was long ago
NONE_YET = frozenset({302, 404})  # there is no key, code or half-done log-in to go on with

URL_TABLE = {
    "account_login": Row(EVERYBODY, get={302}, post={302, 405}, public=True),
    "account_logout": Row(EVERYBODY, get={200, 302}, post=AWAY, public=True),
    "account_inactive": Row(EVERYBODY, get={200}, public=True),
    "account_signup": Row(EVERYBODY, get={200, 302, 404}, post={200, 302, 403, 404}, public=True),
    "account_reauthenticate": Row(EVERYBODY, get=ASKS_AGAIN, post=FORM_OR_AWAY),
}
