"""A journal with records, and every way we could think of to change it behind the program's back."""

import io
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.apps import apps
from django.db import connection, models

from luoshi.journal import chain, raw, sealer
from luoshi.journal import commands as journal
from luoshi.journal.refs import Actor, NewEntry, Source, StreamRef
from luoshi.records import commands, store
from luoshi.records.refs import Channel

REALM, OTHER = "130209", "130283"
START = datetime(2014, 4, 9, 4, tzinfo=UTC)
JOURNAL = ["Stream", "Entry", "Pending", "Leaf", "Log", "Seal"]
RECORDS = ["Text", "File", "Statement"]

# A place in a queue has no meaning beside its order; these columns are no evidence (what a file is called, how it is
# shown, whether a text is found by search).
FREE = {
    ("Pending", "id"),
    ("Text", "searchable"),
    ("File", "name_text"),
    ("File", "media_type"),
    ("File", "created_at"),
}


def build():
    """Some sixty entries in a dozen streams of two realms, with texts and files, most of them sealed."""
    rng = random.Random(2014)
    clerk = Actor("p-1", "王芳", "区委活动办 干事")
    for realm in (REALM, OTHER):
        streams = [
            StreamRef(realm, kind, uuid4()) for kind in ("matter", "matter", "matter", "review", "tenure", "draw")
        ]
        for day in range(4):
            at = START + timedelta(days=day, minutes=rng.randrange(600))
            for number, stream in enumerate(streams):
                written = [NewEntry("matter.noted", 1, _payload(realm, rng)) for _ in range(rng.choice((1, 1, 2)))]
                source = Source("handling", f"{day}-{number}") if rng.random() < 0.5 else None
                journal.append(stream, written, by=clerk, happened_at=at, recorded_at=at, request="r", source=source)
            if day < 3:
                sealer.seal(realm, at=at)
        gone = commands.write_text(realm, "删去的话")
        journal.append(
            streams[0], [NewEntry("matter.noted", 1, gone.as_payload())], by=clerk, happened_at=at, recorded_at=at
        )
        commands.erase_text(realm, gone.id, reason="本人要求", by=clerk, at=at)
        commands.take_statement(
            realm, "路灯不亮", channel=Channel.VISIT, unit_id=uuid4(), received_at=at, by=clerk, at=at, speaker=uuid4()
        )
        sealer.seal(realm, at=at)
        sealer.sign_daily(realm, at=at + timedelta(days=1))
        for number, stream in enumerate(streams[:3]):
            written = [NewEntry("matter.noted", 2, _payload(realm, rng)) for _ in range(2)]
            source = Source("handling", f"late-{number}")
            journal.append(stream, written, by=clerk, happened_at=at, recorded_at=at, source=source)


def _payload(realm, rng):
    payload = {"n": rng.randrange(99), "names": ["甲", None, True]}
    if rng.random() < 0.6:
        payload["words"] = commands.write_text(realm, rng.choice("整改查处") * rng.randrange(1, 9)).as_payload()
    if rng.random() < 0.4:
        data = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 300)))
        payload["proof"] = [commands.keep_file(realm, io.BytesIO(data), name="", media_type="text/plain").as_payload()]
    return payload


@dataclass
class Table:
    """A table with the raw values of its rows and the hidden number of each."""

    model: type[models.Model]

    @property
    def name(self):
        return self.model._meta.db_table

    @property
    def fields(self):
        return [field for field in self.model._meta.concrete_fields if field.column]

    def rows(self):
        hidden = "ctid::text" if connection.vendor == "postgresql" else "rowid"
        sql = f"SELECT {hidden}, {raw.columns(self.model, 't', [f.name for f in self.fields])} FROM {self.name} t"
        return sorted(raw.rows(sql), key=repr)


def table(name):
    return Table(apps.get_model("records" if name in RECORDS else "journal", name))


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def at(hidden):
    return ("ctid = %s::tid" if connection.vendor == "postgresql" else "rowid = %s"), hidden


def same_but(row, other, number):
    """The same row but for one column; the hidden number may be another."""
    return [v for n, v in enumerate(row) if n not in (0, number)] == [
        v for n, v in enumerate(other) if n not in (0, number)
    ]


class Tamperer:
    """Does one random change to the database or the files; `did` says which; `undo` puts files back."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.did = ""
        self.undo = lambda: None

    def act(self):
        ways = [self.change_column] * 12
        ways += [self.delete_row] * 3 + [self.insert_row] * 2 + [self.swap] * 3
        ways += [self.cut_tail, self.cut_tail, self.remove_stream, self.remove_stream, self.rewrite, self.rewrite]
        ways += [self.cut_log, self.cut_seals, self.spoil_file, self.spoil_file, self.empty_table]
        self.rng.choice(ways)()

    def pick(self, names=None):
        chosen = table(self.rng.choice(names or [*JOURNAL, "Entry", "Entry", "Leaf", "Seal", *RECORDS]))
        rows = chosen.rows()
        return chosen, rows, self.rng.choice(rows)

    def change_column(self):
        chosen, rows, row = self.pick()
        fields = [(n, f) for n, f in enumerate(chosen.fields, 1) if (chosen.model.__name__, f.name) not in FREE]
        number, field = self.rng.choice(fields)
        value = self.other_value(field, row[number], [one[number] for one in rows])
        where, hidden = at(row[0])
        self.did = f"{chosen.name}.{field.column}: {row[number]!r} becomes {value!r}"
        expression = "CAST(%s AS TEXT)" if isinstance(value, bytes) and self.rng.random() < 0.5 else "%s"
        run(f'UPDATE {chosen.name} SET "{field.column}" = {expression} WHERE {where}', value, hidden)

    def other_value(self, field, value, others):  # noqa: PLR0911
        rng = self.rng
        if connection.vendor == "sqlite" and rng.random() < 0.2:
            return rng.choice([b"\xff\x00\xfe", b"12", "abc", 1.5, "", "\x00", 10**15, b""])
        if field.null and value is not None and rng.random() < 0.2:
            return None
        if rng.random() < 0.2:
            return rng.choice(others)
        if isinstance(field, models.DateTimeField):
            return self.other_moment(value)
        if isinstance(field, models.BooleanField):
            return not value
        if isinstance(field, models.IntegerField):
            return (value or 0) + rng.choice([1, -1, 7, 1000])
        if isinstance(field, models.UUIDField | models.ForeignKey):
            if isinstance(value, str) and rng.random() < 0.3:
                return value.upper()
            return raw.key(uuid4())
        return self.other_text(value)

    def other_moment(self, value):
        moment = datetime.fromisoformat(value) if value else START
        if connection.vendor == "sqlite" and value and self.rng.random() < 0.3:
            return self.rng.choice([value.replace(" ", "T"), value + ".000", value + "+00:00", value[:10]])
        return str(moment + self.rng.choice([timedelta(microseconds=1), timedelta(hours=-8), timedelta(days=900)]))

    def other_text(self, value):
        rng = self.rng
        value = value or ""
        if not value:
            return rng.choice([" ", "x", "sha256:00"])
        place = rng.randrange(len(value))
        return rng.choice(
            [
                value[:place] + rng.choice("0123456789abcdefxyz 甲") + value[place + 1 :],
                value[:place] + value[place + 1 :],
                value + " ",
                value.swapcase(),
                "",
                value.replace(":", ": ", 1),
            ]
        )

    def delete_row(self):
        chosen, _rows, row = self.pick()
        self.did = f"{chosen.name}: row {row[1:5]} deleted"
        where, hidden = at(row[0])
        run(f"DELETE FROM {chosen.name} WHERE {where}", hidden)

    def empty_table(self):
        chosen, _rows, _row = self.pick([*JOURNAL, "Text", "File"])
        self.did = f"{chosen.name}: emptied"
        run(f"DELETE FROM {chosen.name}")

    def insert_row(self):
        chosen, _rows, row = self.pick(JOURNAL)
        columns = {field.column: value for field, value in zip(chosen.fields, row[1:], strict=True)}
        if "source_ordinal" in columns:
            columns["source_ordinal"] = None
        for key in ("id", "stream"):
            if key in columns and chosen.model.__name__ != "Pending" and self.rng.random() < 0.3:
                columns[key] = raw.key(uuid4())
        for key in ("seq", "number"):
            if key in columns:
                columns[key] += self.rng.choice([1, 2, 50])
        if chosen.model.__name__ in ("Log", "Stream"):
            columns["realm"] = self.rng.choice([OTHER, "999999"])
        if chosen.model.__name__ == "Pending":
            columns["id"] += 1000
        self.did = f"{chosen.name}: row {columns} inserted"
        names = ", ".join(f'"{name}"' for name in columns)
        run(f"INSERT INTO {chosen.name} ({names}) VALUES ({', '.join(['%s'] * len(columns))})", *columns.values())

    def swap(self):
        chosen, rows, one = self.pick(["Entry", "Entry", "Leaf", "Seal", "Stream", "Text", "File"])
        other = self.rng.choice(rows)
        names = {
            "Entry": ["payload", "digest", "seq", "prev", "recorded_at", "actor_name", "name", "source_key"],
            "Leaf": ["number", "digest", "seq", "stream"],
            "Seal": ["number", "size", "root", "signature", "prev", "sealed_at"],
            "Stream": ["id", "seq", "digest"],
            "Text": ["body", "salt", "commitment", "id"],
            "File": ["digest", "size", "id"],
        }[chosen.model.__name__]
        column = self.rng.choice(names)
        number = 1 + [field.name for field in chosen.fields].index(column)
        self.did = f"{chosen.name}.{column}: {one[number]!r} and {other[number]!r} change places"
        if one[0] == other[0]:
            return
        field = chosen.fields[number - 1]
        away = {models.UUIDField: raw.key(uuid4()), models.DateTimeField: str(START), models.IntegerField: 987654}
        free = next((value for kind, value in away.items() if isinstance(field, kind)), "away")
        self.put(chosen, column, one, free)
        moved = next(row for row in chosen.rows() if same_but(row, one, number))
        self.put(chosen, column, other, one[number])
        self.put(chosen, column, moved, other[number])

    def put(self, chosen, column, row, value):
        where, hidden = at(row[0])
        run(f'UPDATE {chosen.name} SET "{column}" = %s WHERE {where}', value, hidden)

    def sealed_streams(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT l.kind, l.stream FROM journal_leaf l WHERE l.realm = %s AND NOT EXISTS "
                "(SELECT 1 FROM journal_pending p WHERE p.realm = l.realm AND p.stream = l.stream)",
                [REALM],
            )
            return sorted(cursor.fetchall(), key=repr)

    def cut_tail(self):
        """The last entries go, and as much of their traces as the one who cuts thinks of."""
        _kind, stream = self.rng.choice(self.sealed_streams())
        depth = self.rng.randrange(4)
        self.did = f"tail of {stream} cut, {depth} traces with it"
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(seq) FROM journal_entry WHERE stream = %s", [stream])
            last = cursor.fetchone()[0]
            run("DELETE FROM journal_entry WHERE stream = %s AND seq = %s", stream, last)
            if depth > 0:
                cursor.execute("SELECT digest FROM journal_entry WHERE stream = %s AND seq = %s", [stream, last - 1])
                before = cursor.fetchone()
                if before:
                    run("UPDATE journal_stream SET seq = %s, digest = %s WHERE id = %s", last - 1, before[0], stream)
                else:
                    run("DELETE FROM journal_stream WHERE id = %s", stream)
            if depth > 1:
                run("DELETE FROM journal_leaf WHERE stream = %s AND seq = %s", stream, last)
            if depth > 2:
                self.close_ranks()

    def remove_stream(self):
        _kind, stream = self.rng.choice(self.sealed_streams())
        depth = self.rng.randrange(4)
        self.did = f"stream {stream} removed, depth {depth}"
        run("DELETE FROM journal_entry WHERE stream = %s", stream)
        if depth > 0:
            run("DELETE FROM journal_stream WHERE id = %s", stream)
        if depth > 1:
            run("DELETE FROM journal_leaf WHERE stream = %s", stream)
        if depth > 2:
            self.close_ranks()

    def close_ranks(self):
        """Number the leaves that are left without a gap."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM journal_leaf WHERE realm = %s ORDER BY number", [REALM])
            for number, (old,) in enumerate(cursor.fetchall(), 1):
                run("UPDATE journal_leaf SET number = %s WHERE realm = %s AND number = %s", number, REALM, old)

    def rewrite(self):
        """Change a sealed entry and compute every digest after it anew, head and leaves included."""
        _kind, stream = self.rng.choice(self.sealed_streams())
        entry = apps.get_model("journal", "Entry")
        names = [*chain.COVERED, "digest"]
        sql = f"SELECT {raw.columns(entry, 'e', names)} FROM journal_entry e WHERE e.stream = %s ORDER BY e.seq"
        rows = [raw.plain(entry, names, values) for values in raw.rows(sql, [stream])]
        start = self.rng.randrange(len(rows))
        depth = self.rng.randrange(3)
        self.did = f"{stream} rewritten from {start + 1}, depth {depth}"
        prev = rows[start]["prev"]
        for number, row in enumerate(rows[start:]):
            row["prev"] = prev
            if number == 0:
                row["actor_name"] = "赵刚"
            prev = chain.digest_of(row)
            run(
                "UPDATE journal_entry SET prev = %s, actor_name = %s, digest = %s WHERE stream = %s AND seq = %s",
                row["prev"],
                row["actor_name"],
                prev,
                stream,
                row["seq"],
            )
            if depth > 1:
                run("UPDATE journal_leaf SET digest = %s WHERE stream = %s AND seq = %s", prev, stream, row["seq"])
        if depth > 0:
            run("UPDATE journal_stream SET digest = %s WHERE id = %s", prev, stream)

    def cut_log(self):
        """Leaves from some number on go back into the queue."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(number) FROM journal_leaf WHERE realm = %s", [REALM])
            number = self.rng.randrange(1, cursor.fetchone()[0] + 1)
        self.did = f"leaves from {number} on unnumbered"
        run(
            "INSERT INTO journal_pending (realm, kind, stream, seq) SELECT realm, kind, stream, seq FROM journal_leaf "
            "WHERE realm = %s AND number >= %s ORDER BY number",
            REALM,
            number,
        )
        run("DELETE FROM journal_leaf WHERE realm = %s AND number >= %s", REALM, number)

    def cut_seals(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(number) FROM journal_seal WHERE realm = %s", [REALM])
            number = self.rng.randrange(1, cursor.fetchone()[0] + 1)
        self.did = f"seals from {number} on deleted"
        run("DELETE FROM journal_seal WHERE realm = %s AND number >= %s", REALM, number)
        if self.rng.random() < 0.5:
            run("UPDATE journal_log SET seals = %s WHERE realm = %s", number - 1, REALM)

    def spoil_file(self):
        chosen = table("File")
        number = 1 + [field.name for field in chosen.fields].index("digest")
        path = store.path_of(self.rng.choice(chosen.rows())[number])
        before = path.read_bytes()
        self.undo = lambda: path.write_bytes(before)
        place = self.rng.randrange(len(before))
        way = self.rng.choice(["bit", "shorter", "longer", "empty", "gone", "other"])
        self.did = f"{path.name}: {way} at {place}"
        changed = {
            "bit": before[:place] + bytes([before[place] ^ 1 << self.rng.randrange(8)]) + before[place + 1 :],
            "shorter": before[:place],
            "longer": before + b"\0",
            "empty": b"",
            "other": bytes(len(before) + 1),
        }
        if way == "gone":
            path.unlink()
        else:
            path.write_bytes(changed[way])


def state():
    """Every raw value of every table: a tampering that changed none of them was none."""
    return [sorted((row[1:] for row in table(name).rows()), key=repr) for name in (*JOURNAL, *RECORDS)]
