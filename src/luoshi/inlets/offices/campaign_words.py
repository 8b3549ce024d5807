"""Codes of templates as a person reads them."""

from django.utils.translation import gettext_lazy as _

from luoshi.campaigns.reading import Reason
from luoshi.campaigns.template import Every
from luoshi.ledger import labels
from luoshi.web.registry import Words

EVERY: dict[Every, Words] = {
    Every.WEEK: _("every week"),
    Every.MONTH: _("every month"),
    Every.QUARTER: _("every quarter"),
}

RUNGS = labels.RUNGS

LIMITS: dict[str, Words] = {
    "returns": _("Returns before the office designates"),
    "pause_days": _("Working days that a matter may pause"),
    "extensions": _("Extensions of one matter"),
    "village_minutes_a_week": _("Minutes a week that a village may be asked for"),
    "visits_a_year": _("Inspections of one unit a year"),
    "near_due_days": _("Working days before the date that count as near"),
    "answer_days": _("Working days for an answer"),
    "help_days": _("Working days for help that was asked for"),
    "confidence": _("Confidence of samples, in per cent"),
    "tolerated_false": _("False claims tolerated, in per cent"),
}

REASONS: dict[Reason, Words] = {
    Reason.TOO_LARGE: _("The template is too large or nested too deeply."),
    Reason.NOT_YAML: _("This cannot be read: look for a missing colon, quote or bracket, or a wrong indent"),
    Reason.ALIAS: _("References (* and &) are not allowed: write it out"),
    Reason.NOT_A_MAPPING: _("Here “name: value” was expected"),
    Reason.NOT_A_LIST: _("Here a list was expected"),
    Reason.NOT_WORDS: _("Words are missing here"),
    Reason.NOT_A_NUMBER: _("Here a whole number was expected"),
    Reason.NOT_YES_OR_NO: _("Here yes or no was expected"),
    Reason.OUT_OF_RANGE: _("This number is too small or too large"),
    Reason.TOO_LONG: _("These words are too long"),
    Reason.TOO_MANY: _("This list is too long"),
    Reason.UNKNOWN_NAME: _("This name is not known here"),
    Reason.TWICE: _("This is here twice"),
    Reason.MISSING: _("This is missing"),
    Reason.NO_KEY: _("A key has small letters, digits and hyphens, and begins with a letter"),
    Reason.UNKNOWN_SCHEMA: _("This form of template is not known: “schema: 1” is"),
    Reason.UNKNOWN_KIND: _("There is no such kind of unit"),
    Reason.UNKNOWN_STEP: _("There is no such step"),
    Reason.UNKNOWN_DELIVERABLE: _("The date waits for a deliverable that is not here"),
    Reason.UNKNOWN_CHOICE: _("This is not one of the choices"),
    Reason.CYCLE: _("These dates wait for one another in a circle"),
    Reason.ENDS_BEFORE_IT_BEGINS: _("This ends before it begins"),
    Reason.LADDER_DOWN: _("The ladder has to go up, and later rungs come later"),
    Reason.RECURS_AND_WAITS: _("What comes back regularly cannot wait for another deliverable"),
}
