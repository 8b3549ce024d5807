"""Who gets what at the addresses of the shell."""

from url_rows import EVERYBODY, NOBODY, ONLY_READ, Row

SENT_BACK = frozenset({302})
URL_TABLE = {
    "web:language": Row(EVERYBODY, get=ONLY_READ, post=SENT_BACK, public=True),
    "web:type": Row(EVERYBODY, get=ONLY_READ, post=SENT_BACK, public=True),
    "web:theme": Row(EVERYBODY, get=ONLY_READ, post=SENT_BACK, public=True),
    "web:post": Row(EVERYBODY, get=ONLY_READ, writers=NOBODY),
    "web:help": Row(EVERYBODY, public=True),
    "web:health": Row(EVERYBODY, public=True),
    "ready": Row(EVERYBODY, public=True),
    "metrics": Row(EVERYBODY, public=True),  # on this machine itself
}
