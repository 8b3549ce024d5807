"""What the ledger does by itself: it folds counts, so that boards stay quick."""

from luoshi.base import jobs
from luoshi.journal import queries as journal
from luoshi.ledger import tallies


@jobs.recurring
def fold_counts() -> None:
    """Fold what is not folded yet, in every realm."""
    for realm in journal.realms():
        tallies.fold(realm)
