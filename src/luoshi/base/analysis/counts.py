"""Counts of rows under every node of a tree whose nodes are paths of fixed-width segments."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from daft import col


def under_every_node(rows: Any, path: str, width: int, by: Sequence[str]) -> Any:
    """How many rows stand at or below each node, apart by the columns `by`: node, those columns, `n`; sorted."""
    own = rows.groupby(path, *by).agg(col(path).count().alias("n")).collect()
    longest = max(own.select(col(path).length().alias("length")).to_pydict()["length"], default=0)
    levels = [
        own.where(col(path).length() >= end).select(col(path).left(end).alias("node"), *map(col, by), col("n"))
        for end in range(width, int(longest) + 1, width)
    ] or [own.select(col(path).alias("node"), *map(col, by), col("n"))]
    sums = reduce(lambda one, other: one.concat(other), levels).groupby("node", *by).agg(col("n").sum())
    return sums.sort(["node", *by])
