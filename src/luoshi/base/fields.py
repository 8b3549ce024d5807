"""A column type without a domain word."""

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
