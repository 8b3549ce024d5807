"""What each person gets at the desk."""

from url_rows import EVERYBODY, Row

URL_TABLE = {"desk:today": Row(EVERYBODY)}
