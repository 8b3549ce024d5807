"""What each person gets at the pages of matters: whoever is in the same line sees it, nobody else knows of it."""

import builders
from luoshi.ledger import acts, queries
from luoshi.people import queries as people
from papers import evidence
from people import District
from url_rows import BUSINESS, Row, World

SEE = BUSINESS - {"engineer", "stationed", "stranger", "secretary"}


def working(world: World) -> dict[str, object]:
    """A task of the town."""
    return {"matter_id": world.once("matters-working", builders.accepted)}


def whole(world: World) -> dict[str, object]:
    """The requirement that the task belongs to."""
    task = queries.matter_page(world.here.clerk, working(world)["matter_id"])
    return {"matter_id": task.matter.requirement}


def with_parts(world: World) -> dict[str, object]:
    """A task that was passed on, with a unit that co-operates."""

    def passed_on(here: District) -> object:
        made = builders.accepted(here, assist=here.water)
        parts = tuple(acts.Part(unit.id) for unit in people.children(here.town.id))
        builders.do(here.liaison, made, acts.PassOn(parts))
        return made

    return {"matter_id": world.once("matters-with-parts", passed_on)}


def with_file(world: World) -> dict[str, object]:
    """A file on the way of a task of the town."""
    matter_id = world.once("matters-working", builders.accepted)
    file_id = world.once("matters-file", lambda here: evidence(here.liaison, matter_id, b"paper", name="a.txt"))
    return {"matter_id": matter_id, "file_id": file_id}


URL_TABLE = {
    "matters:list": Row(BUSINESS, more=("?q=走访", "?unit=130209100&open=on&light=green", "?stage=done", "?print=1")),
    "matters:matter": Row(SEE, args=working, also=(whole, with_parts)),
    "matters:file": Row(SEE, args=with_file),
}
