"""The only writer of units, posts and accounts. Every act is an entry in the journal, in the same transaction."""

from luoshi.people.commands.accounts import (
    choose_password,
    create_account,
    reset_password,
    reset_second_factor,
    set_active,
    unlock,
)
from luoshi.people.commands.imports import ImportResult, import_units
from luoshi.people.commands.posts import act_for, appoint, end_tenure, hand_over, open_post
from luoshi.people.commands.units import MAP_CHANGED, add_other_name, close_unit, move_unit, open_unit, rename_unit
from luoshi.people.rights import By, NotYours, Refused

__all__ = [
    "MAP_CHANGED",
    "By",
    "ImportResult",
    "NotYours",
    "Refused",
    "act_for",
    "add_other_name",
    "appoint",
    "choose_password",
    "close_unit",
    "create_account",
    "end_tenure",
    "hand_over",
    "import_units",
    "move_unit",
    "open_post",
    "open_unit",
    "rename_unit",
    "reset_password",
    "reset_second_factor",
    "set_active",
    "unlock",
]
