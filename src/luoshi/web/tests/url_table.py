"""What each person gets at the addresses of the shell."""

from url_rows import EVERYBODY, Row

SENT = frozenset({302})
ONLY_SENT = frozenset({405})

URL_TABLE = {
    "web:language": Row(EVERYBODY, get=ONLY_SENT, post=SENT, public=True),
    "web:type": Row(EVERYBODY, get=ONLY_SENT, post=SENT, public=True),
    "web:theme": Row(EVERYBODY, get=ONLY_SENT, post=SENT, public=True),
    "web:post": Row(EVERYBODY, get=ONLY_SENT, post=frozenset({404})),
    "web:health": Row(EVERYBODY, post=frozenset({200, 405}), public=True),
}
