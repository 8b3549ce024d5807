"""A column type without a domain word."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class CodeField(models.CharField):  # type: ignore[type-arg]
    """Text that is a code, compared byte by byte: SQLite does so by itself, PostgreSQL has to be told."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """The column's parameters, with the C collation on PostgreSQL."""
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


@models.UUIDField.register_lookup
class Among(models.Lookup):
    """Whether an identifier is one of a thousand: they go to the database as one value, not as a thousand."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """The condition with its one parameter."""
        column, given = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*given, list(self.rhs)]
        found = "(SELECT value FROM json_each(%s))"
        return f"{column} IN {found}", [*given, json.dumps([one.hex for one in self.rhs])]
