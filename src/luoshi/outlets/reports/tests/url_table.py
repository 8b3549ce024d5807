"""Who gets what at the addresses of reports."""

from url_rows import BUSINESS, Row

URL_TABLE = {
    "reports:ledger": Row(BUSINESS),
}
