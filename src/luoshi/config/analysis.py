"""`luoshi analyse counts` and `copies`: over what was exported, without a database, here or on a cluster."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from daft import col

from luoshi.base.analysis import copies, counts, engine
from luoshi.config.env import env
from luoshi.ledger.events import Kind
from luoshi.people import paths

COUNTED_BY = ("role", "kind", "state", "grade", "light")
Translate = Callable[[str], str]


class NothingThere(Exception):
    """The folder holds no such table."""


def main(chosen: Namespace, _: Translate) -> str:
    """Do what was chosen; one sentence says what was found and where it lies. Raises NothingThere, engine.NoCluster."""
    for name in ("units", "matters") if chosen.action == "counts" else ("texts",):
        if not any((chosen.folder / name).glob("*.parquet")):
            words = _("There are no %(table)s in %(folder)s: `luoshi analyse export` writes them.")
            raise NothingThere(words % {"table": name, "folder": chosen.folder})
    engine.start(env("LUOSHI_CLUSTER"))
    into: Path = chosen.into or chosen.folder
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    if chosen.action == "counts":
        table = counted(chosen.folder)
        path = into / f"counts.{chosen.form}"
        engine.write_result(table, path)
        return _("%(rows)s counts are in %(path)s.") % {"rows": table.num_rows, "path": path}
    found = copies.find(engine.read(chosen.folder / "texts"), chosen.at_least)
    engine.write_result(found.pairs, into / f"pairs.{chosen.form}")
    path = into / f"copies.{chosen.form}"
    engine.write_result(_with_words(chosen.folder, found), path)
    words = _("%(copies)s of %(texts)s texts have near copies, in %(groups)s groups: %(path)s.")
    groups = len(set(found.records["group"].to_pylist()))
    return words % {"copies": found.records.num_rows, "texts": found.texts, "groups": groups, "path": path}


def counted(folder: Path) -> Any:
    """Counts under every unit of every level, as its board shows them: requirements are not counted."""
    matters = engine.read(folder / "matters").where(col("kind") != Kind.REQUIREMENT.value)
    sums = counts.under_every_node(matters, "path", paths.WIDTH, COUNTED_BY)
    units = engine.read(folder / "units").select(
        col("path").alias("node"), *map(col, ("realm", "level", "code", "name")), col("kind").alias("unit_kind")
    )
    columns = ["realm", "level", "node", "code", "name", "unit_kind", *COUNTED_BY, "n"]
    return sums.join(units, on="node").select(*columns).sort(["node", *COUNTED_BY]).to_arrow()


def _with_words(folder: Path, found: copies.Copies) -> Any:
    """Every text that has a near copy beside its likes, with where it was said."""
    texts = engine.read(folder / "texts")
    return engine.frame(found.records).join(texts, on="number").sort(["group", "number"]).to_arrow()
