"""Who gets what at the addresses of boards."""

import builders
from builders import Line, Opening, commands
from luoshi.base import ids
from luoshi.ledger.events import Kind, Origin
from people import District
from url_rows import BUSINESS, Row, World


def of_document(here: District) -> dict[str, object]:
    """A document with one requirement, which both towns have to meet."""
    document, requirement = ids.new_id(), ids.new_id()
    opening = Opening(
        id=requirement,
        kind=Kind.REQUIREMENT,
        title=builders.words(here.realm, "逐户走访并登记群众意见"),
        campaign=here.campaign.id,
        issuer=here.district.id,
        origin=Origin(document=document, start=10, end=21),
    )
    commands.open_matters(here.clerk, [opening], inlet="test")
    lines = [Line(unit=here.town.id), Line(unit=here.other_town.id)]
    commands.issue(here.clerk, requirement, lines, issuance=ids.new_id())
    return {"document_id": document}


def town(world: World) -> dict[str, object]:
    """The town whose board is asked for."""
    return {"unit_id": world.here.town.id}


def document(world: World) -> dict[str, object]:
    """The document whose board is asked for."""
    return world.once("board of a document", of_document)


URL_TABLE = {
    "boards:own": Row(BUSINESS, more=("?unit=唐海镇",)),
    "boards:burden": Row(BUSINESS),
    "boards:moved": Row({"clerk", "mayor", "head", "secretary"}),
    "boards:brief": Row({"clerk", "mayor", "head", "secretary"}),
    "boards:board": Row(
        {"clerk", "mayor", "leader", "inspector", "archivist", "head", "liaison"},
        args=town,
        more=("?map=then", "?by=happened", "?on=2014-06-30"),
    ),
    "boards:differences": Row({"clerk", "mayor", "leader", "inspector", "archivist", "head", "liaison"}, args=town),
    "boards:document": Row(
        {"clerk", "mayor", "leader", "inspector", "archivist", "head", "liaison", "stranger"}, args=document
    ),
}
