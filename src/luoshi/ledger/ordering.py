"""The order of lists as the indexes of the cards have it: word for word, or no database sees that the two are one."""

from datetime import date

from django.db.models import CharField, DateField, Func, PositiveIntegerField

NEVER = date(9999, 12, 31)
LEVELS = (4, 8, 12)  # lengths of paths: the subtrees that are too large to be sorted when they are asked for


class Due(Func):
    """The date of a matter; those without one come last."""

    template = "COALESCE(%(expressions)s, '9999-12-31')"
    output_field = DateField()


class InText(Func):
    """The place in the words of a document; those without one come first."""

    template = "COALESCE(%(expressions)s, 0)"
    output_field = PositiveIntegerField()


class Top(Func):
    """The first characters of a path: the unit on that level that it belongs to."""

    template = "SUBSTR(%(expressions)s, 1, %(length)s)"
    output_field = CharField()
