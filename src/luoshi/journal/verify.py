"""Is the journal what was written? Every column, link, number, root and signature is computed anew.

Reads raw columns a page at a time, so that neither garbage nor size stops it. Other packages add their own checks
with `register`. What can be found without an outside file of seals, and what cannot: docs/howto/verify.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from luoshi.base import digests
from luoshi.journal import chain, keys, merkle, outside, raw, sealer, side_by_side
from luoshi.journal.models import Entry, Leaf, Log, Pending, Seal, Stream

ALGORITHMS = frozenset({"sha256", "sm3"})
KEPT = 200
PIECES = 4  # of the streams of a realm, for each process that looks at them
NOTHING: list["Problem"] = []
TABLES = (Stream, Entry, Pending, Leaf, Log, Seal)
ENTRY = [*chain.COVERED, "digest"]
LEAF = ["number", "kind", "stream", "seq", "digest"]
SEAL = ["realm", "number", "size", "root", "sealed_at", "algorithm", "key_id", "signature", "prev"]
LOG = ["algorithm", "size", "frontier", "seals", "head"]
JOINED = "{b}.realm = {a}.realm AND {b}.kind = {a}.kind AND {b}.stream = {a}.stream AND {b}.seq = {a}.seq"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was written: what (a key of `wording.PROBLEMS`) and where."""

    code: str
    place: str


@dataclass(slots=True)
class Report:
    """What was looked at and what was found; of many problems the first are kept and all are counted."""

    streams: int = 0
    entries: int = 0
    leaves: int = 0
    seals: int = 0
    found: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Nothing was found."""
        return self.found == 0

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep it while there are few."""
        self.found += 1
        if len(self.problems) < KEPT:
            self.problems.append(problem)

    def join(self, later: "Report") -> None:
        """Add what was looked at and found further on."""
        for name in ("streams", "entries", "leaves", "seals", "found"):
            setattr(self, name, getattr(self, name) + getattr(later, name))
        self.problems += later.problems[: KEPT - len(self.problems)]


OutsideSeals = dict[tuple[str, int], dict[str, Any]]
Edge = tuple[Any, Any]  # kind and identifier of a stream, as the database holds them


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the work that needs no other: a check of a realm, or of its streams from one on and below another."""

    realm: str
    check: str
    low: Edge | None = None
    high: Edge | None = None
    awaited: OutsideSeals = field(default_factory=dict)

    def within(self, alias: str, stream: str = "stream") -> tuple[str, list[Any]]:
        """A condition on the rows of a table with its parameters; what cannot be compared lies in the first piece."""
        key, sql, parameters = f"({alias}.kind, {alias}.{stream})", f"{alias}.realm = %s", [self.realm]
        if self.low is not None:
            sql, parameters = f"{sql} AND {key} >= (%s, %s)", [*parameters, *self.low]
        if self.high is not None:
            is_below = f"{key} < (%s, %s)" if self.low else f"NOT COALESCE({key} >= (%s, %s), FALSE)"
            sql, parameters = f"{sql} AND {is_below}", [*parameters, *self.high]
        return sql, parameters


Check = Callable[[str], Iterator[Problem]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Add a check of another package: called with a realm, inside the snapshot, gives problems."""
    _checks[name] = check


def verify(realm: str | None = None, against: str | None = None, *, processes: int = 1) -> Report:
    """Compute everything anew; `against` is the text of a file of seals that had left the machine.

    With several processes each looks at pieces of its own, over a connection of its own; what is found is the same and
    stands in the same order. Only for a program without threads of its own, outside of a transaction.
    """
    report = Report()
    awaited = _outside(against, realm, report)
    if processes > 1 and side_by_side.is_possible():
        with side_by_side.helpers(processes) as each:
            lost = _verify(realm, awaited, report, PIECES * processes, each)
    else:
        lost = _verify(realm, awaited, report, 1, map)
    for place in lost:
        report.add(Problem("seal_lost", f"{place[0]} {place[1]}"))
    return report


def _verify(
    realm: str | None, awaited: OutsideSeals, report: Report, pieces: int, each: side_by_side.Each
) -> OutsideSeals:
    """Cut the work, have it done, put together what was found; gives the seals from outside that nobody met."""
    with raw.snapshot():
        realms = _realms(realm, report)
        work = [piece for one in realms for piece in _pieces(one, awaited, pieces)]
        found = list(each(_look, work))
    for part, _met in found:
        report.join(part)
    met = {place for _part, places in found for place in places}
    return {place: columns for place, columns in awaited.items() if place not in met}


def _pieces(realm: str, awaited: OutsideSeals, count: int) -> Iterator[Piece]:
    edges = _edges(realm, count) if count > 1 else []
    for low, high in zip([None, *edges], [*edges, None], strict=True):
        yield Piece(realm, "chains", low, high)
    yield Piece(realm, "heads")
    yield Piece(realm, "queue")
    yield Piece(realm, "log", awaited={place: seal for place, seal in awaited.items() if place[0] == realm})
    for name in _checks:
        yield Piece(realm, name)


def _edges(realm: str, count: int) -> list[Edge]:
    """Streams that cut those of a realm into pieces of one size; fewer where there are few."""
    sql = "FROM journal_stream s WHERE s.realm = %s"
    ((total,),) = raw.rows(f"SELECT COUNT(*) {sql}", [realm])
    found: list[Edge] = []
    for number in range(1, count):
        place = f"ORDER BY s.kind, s.id LIMIT 1 OFFSET {total * number // count}"
        for kind, stream in raw.rows(f"SELECT {raw.columns(Stream, 's', ['kind', 'id'])} {sql} {place}", [realm]):
            is_plain = all(type(one) is UUID or (type(one) is str and one.isascii()) for one in (kind, stream))
            if is_plain and (kind, stream) not in found:
                found.append((kind, stream))
    return found


def _look(piece: Piece) -> tuple[Report, list[tuple[str, int]]]:
    """What one piece holds: what was found, and the seals from outside that were met."""
    report, awaited = Report(), dict(piece.awaited)
    ours: dict[str, Callable[[], Iterator[Problem]]] = {
        "chains": lambda: _chains(piece, report),
        "heads": lambda: _heads_without_entries(piece.realm, report),
        "queue": lambda: _queue(piece.realm),
        "log": lambda: _log(piece.realm, awaited, report),
    }
    check = ours.get(piece.check) or (lambda: _checks[piece.check](piece.realm))
    for problem in check():
        report.add(problem)
    return report, [place for place in piece.awaited if place not in awaited]


def entries_at_least(count: int) -> bool:
    """Whether there are so many entries that it pays to look at them with several processes."""
    return bool(list(raw.rows("SELECT 1 FROM journal_entry LIMIT 1 OFFSET %s", [count])))


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as a check sees it; `happened_at` and `payload` are raw and may be garbage."""

    place: str
    name: Any
    happened_at: Any
    payload: Any


def told(realm: str) -> Iterator[Told]:
    """Every entry of a realm, for checks that look for what payloads refer to."""
    names = ["kind", "stream", "seq", "name", "happened_at", "payload"]
    sql = f"SELECT {raw.columns(Entry, 'e', names)} FROM journal_entry e WHERE e.realm = %s"  # noqa: S608
    for kind, stream, seq, name, happened_at, payload in raw.rows(sql, [realm]):
        yield Told(f"{realm}/{kind}/{stream}#{seq}", name, happened_at, payload)


def _realms(realm: str | None, report: Report) -> list[str]:
    found: set[Any] = set()
    for model in TABLES:
        sql = f"SELECT DISTINCT {raw.columns(model, 't', ['realm'])} FROM {model._meta.db_table} t"  # noqa: S608
        found.update(value for (value,) in raw.rows(sql))
    good = []
    for value in found:
        try:
            good.append(raw.text(value))
        except raw.Garbage:
            report.add(Problem("garbage", repr(value)))
    return sorted(one for one in good if realm in (None, one))


# Chains


def _chains(piece: Piece, report: Report) -> Iterator[Problem]:
    """The entries of the streams of a piece, with what the head, the log and the queue say of them."""
    (of_leaf, low), (of_pending, mid), (of_stream, high) = piece.within("l"), piece.within("p"), piece.within("s", "id")
    of_entry, last = piece.within("e")
    sql = f"""
        SELECT {raw.columns(Entry, "e", ENTRY)}, {raw.columns(Leaf, "l", ["number"])},
          {raw.columns(Pending, "p", ["id"])}, {raw.columns(Stream, "s", ["seq", "digest"])}
        FROM journal_entry e
        LEFT JOIN journal_leaf l ON {JOINED.format(a="e", b="l")} AND {of_leaf}
        LEFT JOIN journal_pending p ON {JOINED.format(a="e", b="p")} AND {of_pending}
        LEFT JOIN journal_stream s ON s.realm = e.realm AND s.kind = e.kind AND s.id = e.stream AND {of_stream}
        WHERE {of_entry} ORDER BY e.realm, e.kind, e.stream, e.seq"""  # noqa: S608
    for key, rows in groupby(raw.rows(sql, [*low, *mid, *high, *last]), key=lambda row: row[:3]):
        yield from _chain("/".join(map(str, key)), rows, report)


def _chain(name: str, rows: Iterator[tuple[Any, ...]], report: Report) -> Iterator[Problem]:
    seq, prev, number, waits = 0, "", 0, 0
    head: tuple[Any, ...] = ()
    width = len(ENTRY)
    for row in rows:
        report.entries += 1
        place = f"{name}#{row[3]}"
        if row[3] != seq + 1:
            yield Problem("gap", place)
        if not _is_sound(row[:width], prev):
            yield from _entry(place, row[:width], prev)
        seq, prev = row[3] if type(row[3]) is int else seq + 1, row[width - 1]
        leaf, queued, *rest = row[width:]
        if not (queued is None and type(leaf) is int and leaf > number and not waits):
            yield from _turn(place, leaf, queued, number, waits)
        number, waits = leaf if type(leaf) is int else number, queued if type(queued) is int else waits
        head = tuple(rest)
    if (seq, prev) != head:
        yield Problem("head", name)


TEXT, WHOLE = str, int
SHAPES = frozenset(
    (TEXT, TEXT, stream, WHOLE, TEXT, WHOLE, *[TEXT] * 8, ordinal, TEXT, TEXT, TEXT)
    for stream in (TEXT, UUID)
    for ordinal in (WHOLE, type(None))
)


def _is_sound(values: Sequence[Any], prev: Any) -> bool:
    """The short way for an entry in which everything is as it was written; `_entry` says what is not."""
    if tuple(map(type, values)) not in SHAPES or values[-2] != prev or not values[-1].startswith("sha256:"):
        return False
    try:
        columns = [*values[:2], raw.identifier(values[2]), *values[3:6], raw.moment(values[6]), raw.moment(values[7])]
        form = chain.form((*columns, *values[8:-1])).encode()
    except (raw.Garbage, UnicodeEncodeError):
        return False
    return bool(digests.digest(form, "sha256") == values[-1])


def _entry(place: str, values: Sequence[Any], prev: Any) -> Iterator[Problem]:
    try:
        columns = raw.plain(Entry, ENTRY, values)
    except raw.Garbage:
        yield Problem("garbage", place)
        return
    if columns["prev"] != prev:
        yield Problem("link", place)
    if not _fits(columns["digest"], lambda using: chain.digest_of(columns, using)):
        yield Problem("digest", place)


def _turn(place: str, leaf: Any, queued: Any, number: int, waits: int) -> Iterator[Problem]:
    """An entry is numbered or waits, one of the two, and no entry comes before the one before it."""
    if leaf is None and queued is None:
        yield Problem("unnumbered", place)
    elif leaf is not None and queued is not None:
        yield Problem("numbered_and_waiting", place)
    elif not (_comes_after(leaf, number) and not waits if queued is None else _comes_after(queued, waits)):
        yield Problem("order", place)


def _comes_after(value: Any, before: int) -> bool:
    return type(value) is int and value > before


def _heads_without_entries(realm: str, report: Report) -> Iterator[Problem]:
    sql = f"""
        SELECT {raw.columns(Stream, "s", ["kind", "id"])}, e.seq FROM journal_stream s
        LEFT JOIN journal_entry e ON e.realm = s.realm AND e.kind = s.kind AND e.stream = s.id AND e.seq = s.seq
        WHERE s.realm = %s"""  # noqa: S608
    for kind, stream, seq in raw.rows(sql, [realm]):
        report.streams += 1
        if seq is None:
            yield Problem("head", f"{realm}/{kind}/{stream}")


def _queue(realm: str) -> Iterator[Problem]:
    sql = f"""
        SELECT {raw.columns(Pending, "p", ["kind", "stream", "seq"])}, e.digest FROM journal_pending p
        LEFT JOIN journal_entry e ON {JOINED.format(a="p", b="e")} WHERE p.realm = %s"""  # noqa: S608
    for kind, stream, seq, digest in raw.rows(sql, [realm]):
        if digest is None:
            yield Problem("waits_for_nothing", f"{realm}/{kind}/{stream}#{seq}")


def _fits(digest: str, compute: Callable[[str], str]) -> bool:
    """True when a stored digest is the computed one, by an algorithm that this program writes."""
    algorithm = digests.algorithm_of(digest)
    return algorithm in ALGORITHMS and compute(algorithm) == digest


# Log, seals


def _log(realm: str, awaited: OutsideSeals, report: Report) -> Iterator[Problem]:
    """Leaves and seals side by side: each root is computed when the log has its size."""
    sql = f"SELECT {raw.columns(Log, 'g', LOG)} FROM journal_log g WHERE g.realm = %s"  # noqa: S608
    stated = list(raw.rows(sql, [realm]))
    algorithm = stated[0][0] if stated and stated[0][0] in ALGORITHMS else "sha256"
    frontier = merkle.Frontier(merkle.Hasher(algorithm))
    leaves = _leaves(realm, frontier, report)
    known, count, prior = keys.public_keys(realm), 0, None
    for values in _seal_rows(realm):
        report.seals += 1
        count += 1
        place = f"{realm} {values[1]}"
        try:
            columns = raw.plain(Seal, SEAL, values)
        except raw.Garbage:
            yield Problem("garbage", place)
            continue
        yield from _grow(leaves, frontier, columns["size"])
        if columns["root"] != f"{algorithm}:{frontier.root().hex()}" or columns["size"] != frontier.size:
            yield Problem("root", place)
        yield from _seal(place, columns, count, prior, known)
        yield from _compare(place, columns, awaited)
        prior = columns
    size = frontier.size
    yield from _grow(leaves, frontier, None)
    if frontier.size != size:
        yield Problem("unsealed", realm)
    yield from _stated(realm, stated, frontier, count, prior)


def _grow(leaves: Iterator[list[Problem]], frontier: merkle.Frontier, size: int | None) -> Iterator[Problem]:
    """Let the frontier grow to a size, or to the end."""
    while (size is None or frontier.size < size) and (found := next(leaves, None)) is not None:
        yield from found


def _stated(
    realm: str, stated: list[tuple[Any, ...]], frontier: merkle.Frontier, count: int, prior: dict[str, Any] | None
) -> Iterator[Problem]:
    """What the log says of itself."""
    if not stated:
        if frontier.size or count:
            yield Problem("log", realm)
        return
    algorithm, *grown, head = stated[0]
    fits = (algorithm, *grown) == (frontier.hasher.algorithm, frontier.size, frontier.as_text(), count)
    if not fits or not _follows(head, prior):
        yield Problem("log", realm)


def _follows(prev: Any, prior: dict[str, Any] | None) -> bool:
    """True when a digest is that of the seal before."""
    if prior is None:
        return isinstance(prev, str) and not prev
    return isinstance(prev, str) and _fits(prev, lambda using: sealer.seal_digest(prior, using))


def _seal_rows(realm: str) -> Iterator[tuple[Any, ...]]:
    sql = f"SELECT {raw.columns(Seal, 's', SEAL)} FROM journal_seal s WHERE s.realm = %s ORDER BY s.number"  # noqa: S608
    return raw.rows(sql, [realm])


def _leaves(realm: str, frontier: merkle.Frontier, report: Report) -> Iterator[list[Problem]]:
    """Grow the frontier leaf by leaf; each step gives what is wrong with that leaf."""
    sql = f"""
        SELECT {raw.columns(Leaf, "l", LEAF)}, {raw.columns(Entry, "e", ["digest"])} FROM journal_leaf l
        LEFT JOIN journal_entry e ON {JOINED.format(a="l", b="e")}
        WHERE l.realm = %s ORDER BY l.number"""  # noqa: S608
    for number, kind, stream, seq, digest, of_entry in raw.rows(sql, [realm]):
        report.leaves += 1
        if number == frontier.size + 1 and type(number) is int and type(digest) is str and digest == of_entry:
            frontier.add(digest.encode(errors="surrogateescape"))
            yield NOTHING
            continue
        found, place = [], f"{realm} {number}: {kind}/{stream}#{seq}"
        if number != frontier.size + 1 or type(number) is not int:
            found.append(Problem("number", place))
        if of_entry is None:
            found.append(Problem("entry_lost", place))
        elif of_entry != digest or type(digest) is not str:
            found.append(Problem("leaf", place))
        frontier.add(digest.encode(errors="surrogateescape") if isinstance(digest, str) else repr(digest).encode())
        yield found


def _seal(
    place: str, columns: dict[str, Any], count: int, prior: dict[str, Any] | None, known: dict[str, Any]
) -> Iterator[Problem]:
    if columns["number"] != count or (prior is not None and columns["size"] < prior["size"]):
        yield Problem("seal_order", place)
    if not _follows(columns["prev"], prior):
        yield Problem("seal_link", place)
    key = known.get(columns["key_id"])
    if columns["algorithm"] != keys.ALGORITHM or key is None:
        yield Problem("key", place)
    elif not keys.signs(key, columns["signature"], sealer.signed_text(columns).encode()):
        yield Problem("signature", place)


def _outside(against: str | None, realm: str | None, report: Report) -> OutsideSeals:
    """The seals that had left the machine, each signed by the key it names."""
    found: OutsideSeals = {}
    try:
        for columns in outside.read_seals(against or ""):
            public = columns.pop("public_key")
            place = (columns["realm"], columns["number"])
            if realm not in (None, place[0]):
                continue
            if not _signed_outside(columns, public):
                report.add(Problem("outside_signature", f"{place[0]} {place[1]}"))
            found[place] = columns
    except outside.Unreadable as fault:
        report.add(Problem("outside_unreadable", str(fault)))
    return found


def _signed_outside(columns: dict[str, Any], public: str) -> bool:
    try:
        key = keys.public_from_text(public)
    except ValueError:
        return False
    return keys.key_id(key) == columns["key_id"] and keys.signs(
        key, columns["signature"], sealer.signed_text(columns).encode()
    )


def _compare(place: str, columns: dict[str, Any], awaited: OutsideSeals) -> Iterator[Problem]:
    expected = awaited.pop((columns["realm"], columns["number"]), None)
    if expected is not None and expected != columns:
        yield Problem("seal_differs", place)
