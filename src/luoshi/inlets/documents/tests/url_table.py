"""What each person gets at the addresses of documents."""

from luoshi.inlets.documents import commands
from luoshi.inlets.documents.clauses import Target
from luoshi.inlets.documents.tests import papers, rounds
from people import District
from url_rows import BUSINESS, TAKES_A_FORM, Row, World

OFFICE = frozenset({"clerk"})


def waiting(world: World) -> dict[str, object]:
    """A document in review."""
    text = rounds.REPORT + LONG if world.is_busy else rounds.REPORT
    return {"document_id": world.once("waiting document", lambda here: decided(here, text))}


def decided(here: District, text: str) -> object:
    """A document of which some clauses are decided, each with units of its own."""
    made = rounds.taken_in(here, text)
    for number, unit in zip(rounds.numbers(made)[2:], here.people.values(), strict=False):
        if unit.post:
            rounds.give(here, made, (number,), Target(("village",), here.town.id, (unit.post.unit.id,)))
    return made


def clause(world: World) -> dict[str, object]:
    """A clause of it."""
    return {**waiting(world), "number": 1}


def out(world: World) -> dict[str, object]:
    """A document that has gone out to the towns and villages."""
    return {"document_id": world.once("issued document", _issued)[0]}


def gone(world: World) -> dict[str, object]:
    """Its issuance."""
    return {"issuance_id": world.once("issued document", _issued)[1]}


def scanned(world: World) -> dict[str, object]:
    """A file without a text."""
    return {"document_id": world.once("scan", _scan)}


def versions(world: World) -> dict[str, object]:
    """A new version of the waiting document."""
    waiting(world)
    return {"document_id": world.once("later version", lambda here: rounds.taken_in(here, rounds.LATER))}


def _scan(here: District) -> object:
    return commands.take_in(here.clerk, data=papers.pdf_of([], []), name="scan.pdf")


def _issued(here: object) -> tuple[object, object]:
    return rounds.issued(here, OTHER)  # type: ignore[arg-type]


def own_ledger(world: World) -> dict[str, object]:
    """A ledger that the clerk has sent."""
    content = "序号,事项,承办单位,办理时限\n1,清理河道,唐海镇,2014.5.1\n".encode()
    return {
        "ledger_id": world.once(
            "own ledger", lambda here: commands.keep_ledger(here.clerk, name="台账.csv", content=content)
        )
    }


LONG = "".join(f"要在{month}月底前清点第{month}批物资，落实专人保管。\n" for month in range(5, 12))
OTHER = "关于做好防汛物资储备的通知\n\n各单位：\n一、要清点现有物资，登记造册。\n二、要补足缺口，落实专人保管。\n"

URL_TABLE = {
    "documents:list": Row(OFFICE),
    "documents:new": Row(OFFICE, post=TAKES_A_FORM),
    "documents:send_ledger": Row(OFFICE, post=TAKES_A_FORM),
    "documents:own_ledger": Row(OFFICE, args=own_ledger, post=TAKES_A_FORM),
    "documents:document": Row(BUSINESS - {"engineer"}, args=out),
    "documents:original": Row(BUSINESS - {"engineer"}, args=out),
    "documents:type_text": Row(OFFICE, args=scanned, post=TAKES_A_FORM),
    "documents:sheet": Row(OFFICE, args=waiting),
    "documents:compare": Row(OFFICE, args=versions),
    "documents:drift": Row(OFFICE, args=waiting),
    "documents:review": Row(OFFICE, args=waiting),
    "documents:plain": Row(OFFICE, args=waiting, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:dates": Row(OFFICE, args=waiting, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:add": Row(OFFICE, args=waiting, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:owner": Row(OFFICE, args=waiting, query="?name=", post=TAKES_A_FORM),
    "documents:clause": Row(OFFICE, args=clause, post=TAKES_A_FORM),
    "documents:decide": Row(OFFICE, args=clause, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:split": Row(OFFICE, args=clause, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:merge": Row(OFFICE, args=clause, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:sign": Row(OFFICE, args=waiting, post=TAKES_A_FORM),
    "documents:reopen": Row(OFFICE, args=waiting, post=TAKES_A_FORM),
    "documents:issue": Row(OFFICE, args=waiting, post=TAKES_A_FORM),
    "documents:issuance": Row(OFFICE, args=gone),
    "documents:release": Row(OFFICE, args=gone, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:cancel": Row(OFFICE, args=gone, get={405}, post=TAKES_A_FORM, refusal={403, 404, 405}),
    "documents:withdraw": Row(OFFICE, args=gone, post=TAKES_A_FORM),
}
