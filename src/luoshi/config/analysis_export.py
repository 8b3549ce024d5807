"""`luoshi analyse export`: what can be counted and compared outside, as Parquet in files of bounded size."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pyarrow as pa

from luoshi.base.analysis import engine
from luoshi.base.outgoing import Row
from luoshi.journal import raw
from luoshi.ledger import analysis as ledger
from luoshi.people import analysis as people
from luoshi.records import analysis as records

PAGE = 10_000  # rows in memory
SIZE = 250_000  # rows in a file
TEXT, DAY, COUNT = pa.string(), pa.date32(), pa.int32()
UNITS = pa.schema([*((name, TEXT) for name in ("realm", "id", "code", "name", "kind", "path")), ("level", COUNT)])
MATTERS = pa.schema([
    *((name, TEXT) for name in ("realm", "id", "kind", "role", "state")), ("grade", COUNT), ("light", TEXT),
    *((name, TEXT) for name in ("campaign", "unit", "path", "requirement", "parent")),
    *((f"{name}_on", DAY) for name in ("opened", "due", "first_due", "milestone", "claimed", "closed", "last")),
    *((name, COUNT) for name in ("returns", "refused", "reopened")),
])  # fmt: skip
TEXTS = pa.schema([
    ("number", pa.int64()), *((name, TEXT) for name in ("id", "realm", "said", "matter", "unit")),
    ("day", DAY), ("text", TEXT),
])  # fmt: skip


def export(folder: Path) -> dict[str, int]:
    """Write units, matters and texts of one moment into an empty folder; gives the rows. Raises FileExistsError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise FileExistsError(str(folder))
    tables = {
        "units": (people.units, UNITS),
        "matters": (ledger.matters, MATTERS),
        "texts": (_texts, TEXTS),
    }
    with raw.snapshot():
        return {
            name: engine.write_files(folder / name, rows(), schema, page=PAGE, size=SIZE)
            for name, (rows, schema) in tables.items()
        }


def _texts() -> Iterator[Row]:
    for number, row in enumerate(chain(ledger.words(), records.statements()), 1):
        body = row["text"].encode(errors="surrogateescape").decode(errors="replace")
        yield row | {"number": number, "text": body}
