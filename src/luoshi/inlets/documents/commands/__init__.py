"""The only way to write documents, reviews and issuances."""

from luoshi.inlets.documents.commands.issuing import (
    cancel,
    carry_out,
    issue_now,
    prepare,
    release,
    withdraw,
)
from luoshi.inlets.documents.commands.own_ledgers import keep_ledger, take_columns_for, take_over
from luoshi.inlets.documents.commands.reviewing import perform, rebuild, reopen, sign
from luoshi.inlets.documents.commands.taking import forget, give_text, take_in
from luoshi.inlets.documents.refusals import NoSuchDocument, NotYours, Refused

__all__ = [
    "NoSuchDocument", "NotYours", "Refused", "cancel", "carry_out", "forget", "give_text", "issue_now", "keep_ledger",
    "perform", "prepare", "rebuild", "release", "reopen", "sign", "take_columns_for", "take_in", "take_over",
    "withdraw",
]  # fmt: skip
