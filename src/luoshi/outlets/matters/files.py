"""Files on the way of a matter: only those, and only for those who see the matter."""

import re
from typing import BinaryIO
from uuid import UUID

from luoshi.ledger import queries
from luoshi.people.viewer import Viewer
from luoshi.records import queries as records
from luoshi.records.queries import NoSuchRecord
from luoshi.records.refs import FileMeta

__all__ = ["NoSuchRecord", "on_way", "opened", "safe_name"]

UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")
LONGEST = 150


def on_way(viewer: Viewer, matter_id: UUID, file_id: UUID) -> FileMeta:
    """What is known of a file of a matter. Raises NoSuchMatter, NoSuchRecord."""
    page = queries.matter_page(viewer, matter_id)
    for line in page.way:
        for found in line.files:
            if found.id == file_id:
                return found
    raise NoSuchRecord(str(file_id))


def opened(file_id: UUID) -> BinaryIO:
    """The bytes; whoever reads them closes them."""
    return records.open_file(file_id)


def safe_name(found: FileMeta) -> str:
    """The name it came with, as a browser may keep it."""
    name = UNSAFE.sub("_", found.name or "").strip(". ")
    return name[-LONGEST:] or str(found.id)
