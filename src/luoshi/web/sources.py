"""Where the words that ask for a matter stand: the same link on every page that shows one."""

from luoshi.ledger.queries import MatterRow
from luoshi.web import registry


def words_url(row: MatterRow) -> str:
    """The place in the document, or the document where no place is known; "" where there is none to show."""
    if row.start is None:
        return registry.url_for("document", row.document)
    return registry.url_for("document-words", (row.document, row.start))
