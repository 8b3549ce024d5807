"""Log lines as JSON, one a line, without personal data.

What we write ourselves says nothing about a person. What libraries write may carry values (a path, a user name, a row
that clashed), so of their lines only the pattern is kept, and of a fault its kind and the places in the code.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from luoshi.base import trace

OURS = "luoshi"
FACTS = "facts"  # `log.info("request", extra={FACTS: {...}})`
FRAMES = 12


class JsonFormatter(logging.Formatter):
    """One object a line: when, how grave, who says it, which request, what."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "what": _words(record),
        }
        if number := trace.request_id():
            line["request"] = number
        line |= getattr(record, FACTS, {})
        if record.exc_info and record.exc_info[0]:
            line["fault"], line["where"] = record.exc_info[0].__name__, _places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _words(record: logging.LogRecord) -> str:
    """Our own words whole; of others only the pattern, as what they fill in may be anybody's."""
    is_ours = record.name.split(".")[0] == OURS
    return record.getMessage() if is_ours else str(record.msg)


def _places(fault: BaseException | None) -> list[str]:
    """Where it happened, innermost last, without the values that a message or a source line may show."""
    frames = traceback.extract_tb(fault.__traceback__)[-FRAMES:] if fault else []
    return [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
