"""The only way out of the ledger. Every query starts with who asks; what one may not see does not exist."""

from luoshi.ledger.queries.below import open_below
from luoshi.ledger.queries.burden import Asked, add_weeks, asked_by, over, village_budget, weekly
from luoshi.ledger.queries.chased import Course, courses, watched
from luoshi.ledger.queries.checks import Checks, checks, checks_of_those_below, claims_by_unit
from luoshi.ledger.queries.desk import Desk, DeskGroup, desk, for_many, waiting
from luoshi.ledger.queries.due import Callback, DueRow, Why, due_callbacks, due_for_urging, due_row
from luoshi.ledger.queries.exports import FullRow, ToldRow, Word, full_rows, told
from luoshi.ledger.queries.figures import (
    STAGES,
    Board,
    BoardRow,
    Figures,
    MapDay,
    board,
    figures,
    figures_of_requirements,
    trend,
)
from luoshi.ledger.queries.lists import (
    Filter,
    MatterRow,
    Page,
    alike,
    claimed_in,
    export_rows,
    known,
    matters,
    open_in,
    open_parts,
    rows_by_id,
    rows_of,
)
from luoshi.ledger.queries.moved import Moved, moved
from luoshi.ledger.queries.pages import MatterPage, Other, WayLine, matter_page, possible_acts
from luoshi.ledger.queries.said import Said, SentBack, last_said
from luoshi.ledger.queries.senders import Service, Share, service_of
from luoshi.ledger.queries.sources import (
    SourceDocument,
    documents_seen,
    requirements_seen,
    source_documents,
    titles_from,
)
from luoshi.ledger.queries.visible import NoSuchMatter, sees

__all__ = [
    "STAGES", "Asked", "Board", "BoardRow", "Callback", "Checks", "Course", "Desk", "DeskGroup", "DueRow", "Figures",
    "Filter", "FullRow", "MapDay", "MatterPage", "MatterRow", "Moved", "NoSuchMatter", "Other", "Page",
    "Said", "SentBack", "Service", "Share", "SourceDocument", "ToldRow", "WayLine", "Why", "Word", "add_weeks",
    "alike", "asked_by", "board", "checks", "checks_of_those_below", "claimed_in", "claims_by_unit", "courses",
    "desk", "documents_seen", "due_callbacks", "due_for_urging", "due_row", "export_rows", "figures",
    "figures_of_requirements", "for_many", "full_rows", "known", "last_said", "matter_page", "matters", "moved",
    "open_below", "open_in", "open_parts", "over", "possible_acts", "requirements_seen", "rows_by_id",
    "rows_of", "sees", "service_of", "source_documents", "titles_from", "told", "trend", "village_budget", "waiting",
    "watched", "weekly",
]  # fmt: skip
