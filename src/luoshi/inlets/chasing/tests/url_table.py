"""What each person gets at the addresses of chasing."""

from url_rows import TAKES_A_FORM, Row

URL_TABLE = {
    "chasing:week": Row({"clerk"}),
    "chasing:trial": Row({"clerk"}),
    "chasing:switch": Row({"clerk"}, post=TAKES_A_FORM),
}
