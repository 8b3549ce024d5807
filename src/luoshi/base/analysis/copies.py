"""Near copies among very many texts: MinHash, bands, an exact check, groups of what hangs together.

MinHash (Broder 1997): two texts have the same least hash with the probability of their Jaccard index J. `rows` least
hashes make a band; texts that share one of `bands` bands are compared: 1 - (1 - J^rows)^bands of the pairs at J are
(Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4). What is compared is then computed exactly, so that no
pair is found that is none; some are missed, at most `MISSED` of those just alike enough.

Texts that fold to the same are one text here: its record with the smallest number stands for them. In a band that more
texts share than `WINDOW`, each is compared with the next so many by number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, log, log1p
from typing import Any

import daft
import numpy as np
import pyarrow as pa
import pyarrow.compute
from daft import DataType, col

from luoshi.base.analysis.likeness import grams, groups, likeness
from luoshi.base.text import fold

MISSED = 0.01
HASHES = 128  # at most, for one text
AT_A_TIME = 4_000_000  # bands of texts; what is held in memory grows with it
WINDOW = 1000
SEED = 20140409
BITS = 256
MEMBER = np.dtype([("number", "<i8"), ("size", "<u4"), ("bits", "<u8", BITS // 64)])
HASH = "xxhash3_64"
ROUNDING = 1e-6
Batch = Callable[..., Any]
PAIR = DataType.struct({"one": DataType.int64(), "other": DataType.int64()})
PREPARED = DataType.struct({"spaced": DataType.string(), "member": DataType.fixed_size_binary(MEMBER.itemsize)})


@dataclass(frozen=True, slots=True)
class Copies:
    """What was found, sorted; the tables are Arrow's."""

    texts: int  # that are not empty
    distinct: int
    pairs: Any  # one, other, likeness: of distinct texts, one < other
    records: Any  # number, first (the smallest number with the same words), group (the smallest number in it)


def bands_for(at_least: float) -> tuple[int, int]:
    """Rows a band and bands, so that at most `MISSED` of the pairs with just this likeness are never compared."""
    best = (1, 1)
    for rows in range(1, HASHES + 1):
        hit = at_least**rows
        bands = 1 if hit > 1 - MISSED else ceil(log(MISSED) / log1p(-hit))
        if rows * bands > HASHES:
            break
        best = rows, bands
    return best


def find(texts: Any, at_least: float) -> Copies:
    """Near copies in a frame with the columns `number` (unique) and `text`; the engine was started before."""
    plain = _over(_folded, DataType.string())
    read = texts.select(col("number"), plain(col("text")).alias("plain")).where(col("plain") != "")
    found = read.groupby("plain").agg(
        col("number").min().alias("first"), col("number").list_agg().alias("numbers"), col("number").count().alias("n")
    )
    found = found.collect()
    pairs = _checked(_candidates(found, at_least), found, at_least)
    same = found.where(col("n") > 1).select("first", "numbers").explode("numbers").to_arrow()
    total = found.agg(col("n").sum()).to_pydict()["n"][0] or 0
    return Copies(total, found.count_rows(), pairs, _records(pairs, same))


def _candidates(found: Any, at_least: float) -> Any:
    """Pairs of distinct texts that share a band and may be alike enough, each once."""
    rows, bands = bands_for(at_least)
    ready = _over(_prepared, PREPARED)(col("first"), col("plain"))
    least = col("spaced").minhash(num_hashes=rows * bands, ngram_size=2, seed=SEED, hash_function=HASH)
    hashed = found.select(ready.alias("ready")).select(col("ready").unnest())
    hashed = hashed.select(col("member"), least.alias("least")).collect()
    step = max(1, AT_A_TIME // max(1, found.count_rows()))
    met = [
        _met(hashed, _bands(start, min(bands, start + step), rows, rows * bands), rows, at_least)
        for start in range(0, bands, step)
    ]
    return np.unique(np.concatenate(met), axis=0)


def _met(hashed: Any, bands: Batch, rows: int, at_least: float) -> Any:
    """Pairs that share one of some bands, without those that cannot be alike enough."""
    key = DataType.fixed_size_binary(rows * 4)
    cut = _over(bands, DataType.list(key))
    met = _over(_meeting(at_least), DataType.list(PAIR))
    keyed = hashed.select(col("member"), cut(col("least")).alias("key")).explode("key")
    keyed = keyed.select(col("member"), col("key").hash(hash_function=HASH).alias("key"))
    shared = keyed.groupby("key").agg(col("member").list_agg().alias("members"), col("member").count().alias("n"))
    pairs = shared.where(col("n") > 1).select(met(col("members")).alias("pair")).explode("pair")
    found = pairs.where(col("pair").not_null()).select(col("pair").unnest()).distinct().to_arrow()
    return np.column_stack([found["one"].to_numpy(), found["other"].to_numpy()])


def _checked(candidates: Any, found: Any, at_least: float) -> Any:
    """The pairs that are alike enough, with their likeness, sorted.

    Candidates are hardly more than these, so they and their texts are gathered where the command runs. (Joining them
    with the texts on a cluster took minutes instead of seconds at a million.)
    """
    wanted = _over(_one_of(np.unique(candidates)), DataType.bool())
    texts = found.select("first", "plain").where(wanted(col("first"))).to_arrow()
    words = dict(zip(texts["first"].to_pylist(), texts["plain"].to_pylist(), strict=True))
    rows = [(one, other, likeness(grams(words[one]), grams(words[other]))) for one, other in candidates.tolist()]
    one, other, share = zip(*rows, strict=True) if rows else ((), (), ())
    columns = [pa.array(one, pa.int64()), pa.array(other, pa.int64()), pa.array(share, pa.float64())]
    pairs = pa.table(columns, names=["one", "other", "likeness"])
    return pairs.filter(pa.compute.greater_equal(pairs["likeness"], at_least))


def _records(pairs: Any, same: Any) -> Any:
    """Every record that has a near copy, with the group it belongs to."""
    first = dict(zip(same["numbers"].to_pylist(), same["first"].to_pylist(), strict=True))
    ends = zip(pairs["one"].to_pylist(), pairs["other"].to_pylist(), strict=True)
    group = groups([*ends, *first.items()])
    numbers = list(group)
    columns = {"number": numbers, "first": [first.get(n, n) for n in numbers], "group": list(group.values())}
    return pa.table({name: pa.array(values, pa.int64()) for name, values in columns.items()})


# What is done with a batch of rows: plain functions over Arrow arrays, on whichever machine the batch lies.


def _over(function: Batch, made: Any) -> Any:
    return daft.func.batch(return_dtype=made)(function)


def _array(series: Any) -> Any:
    found = series.to_arrow()
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _folded(texts: Any) -> Any:
    return pa.array([fold(words or "") for words in texts.to_pylist()], pa.large_string())


def _prepared(numbers: Any, texts: Any) -> Any:
    """Characters apart, as the engine's MinHash wants them; number, count of grams, their mark in `BITS` bits."""
    plain = texts.to_pylist()
    sets = [grams(words) for words in plain]
    sizes = np.fromiter(map(len, sets), np.uint32, len(sets))
    held = [pair for own in sets for pair in own]
    codes = np.frombuffer("".join(pair.ljust(2, "\0") for pair in held).encode("utf-32-le"), np.uint32).reshape(-1, 2)
    mixed = codes[:, 0].astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + codes[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)
    marks: Any = np.zeros((len(sets), BITS), np.uint8)
    marks[np.repeat(np.arange(len(sets)), sizes), (mixed >> np.uint64(56)).astype(np.intp)] = 1
    members: Any = np.zeros(len(sets), MEMBER)
    members["number"] = _array(numbers).to_numpy(zero_copy_only=False)
    members["size"] = sizes
    members["bits"] = np.packbits(marks, axis=1).view("<u8")
    spaced = pa.array([" ".join(words) for words in plain], pa.large_string())
    return pa.StructArray.from_arrays([spaced, _binary(members)], ["spaced", "member"])


def _binary(values: Any) -> Any:
    return pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(values.itemsize), len(values), [None, pa.py_buffer(np.ascontiguousarray(values))]
    )


def _bands(start: int, end: int, rows: int, width: int) -> Batch:
    """Cuts some bands of so many rows out of the least hashes of every text, `width` of them."""

    def bands(least: Any) -> Any:
        array = _array(least)
        hashes = array.flatten().to_numpy(zero_copy_only=False).astype("<u4").reshape(len(array), width)
        chosen = np.ascontiguousarray(hashes[:, start * rows : end * rows])
        keys = _binary(chosen.reshape(-1).view(np.dtype(("V", 4 * rows))))
        return pa.LargeListArray.from_arrays(pa.array(np.arange(0, len(keys) + 1, end - start), pa.int64()), keys)

    return bands


def _meeting(at_least: float) -> Batch:
    """Pairs of the members of each band, without those whose marks show that they are not alike enough.

    A bit that differs comes from at least one gram that only one of the two has. With J >= t those are at most
    (1 - t) / (1 + t) of the grams of both counted together; whoever differs in more bits is not alike enough.
    """
    share = (1 - at_least) / (1 + at_least)

    def meeting(buckets: Any) -> Any:
        array = _array(buckets)
        lengths = np.diff(array.offsets.to_numpy())
        flat = array.flatten()
        members = np.frombuffer(flat.buffers()[1], MEMBER, len(flat), flat.offset * MEMBER.itemsize)
        bucket: Any = np.repeat(np.arange(len(array)), lengths)
        members = members[np.lexsort((members["number"], bucket))]
        whose, one, other = _near(members, bucket, np.cumsum(lengths)[bucket], share)
        order = np.argsort(whose, kind="stable")
        pairs = pa.StructArray.from_arrays([pa.array(one[order]), pa.array(other[order])], ["one", "other"])
        starts = np.concatenate(([0], np.cumsum(np.bincount(whose, minlength=len(array)))))
        return pa.LargeListArray.from_arrays(pa.array(starts, pa.int64()), pairs)

    return meeting


def _near(members: Any, bucket: Any, end: Any, share: float) -> Any:
    """Bucket and numbers of the pairs that pass; members lie sorted, `end` is where the bucket of each ends."""
    sizes, bits, numbers = members["size"].astype(np.float64), members["bits"], members["number"]
    kept: list[Any] = [(np.zeros(0, np.int64),) * 3]
    here = np.arange(len(members))
    for step in range(1, WINDOW + 1):
        here = here[here + step < end[here]]
        if not len(here):
            break
        differ = np.bitwise_count(bits[here] ^ bits[here + step]).sum(axis=1)
        near = here[differ <= share * (sizes[here] + sizes[here + step]) + ROUNDING]
        kept.append((bucket[near], numbers[near], numbers[near + step]))
    return tuple(np.concatenate(column) for column in zip(*kept, strict=True))


def _one_of(wanted: Any) -> Batch:
    """Whether a number is one of those."""

    def one_of(numbers: Any) -> Any:
        return pa.array(np.isin(_array(numbers).to_numpy(zero_copy_only=False), wanted))

    return one_of
