"""What each person gets at the pages of matters: whoever is in the same line sees it, nobody else knows of it."""

import builders
from papers import evidence
from url_rows import BUSINESS, Row, World

SEE = BUSINESS - {"engineer", "stationed", "stranger", "secretary"}


def working(world: World) -> dict[str, object]:
    """A task of the town."""
    return {"matter_id": world.once("matters-working", builders.accepted)}


def with_file(world: World) -> dict[str, object]:
    """A file on the way of a task of the town."""
    matter_id = world.once("matters-working", builders.accepted)
    file_id = world.once("matters-file", lambda here: evidence(here.liaison, matter_id, b"paper", name="a.txt"))
    return {"matter_id": matter_id, "file_id": file_id}


URL_TABLE = {
    "matters:list": Row(BUSINESS),
    "matters:matter": Row(SEE, args=working),
    "matters:file": Row(SEE, args=with_file),
}
