"""The engine: in this process, or on a Ray cluster where an address is given. Nothing else differs."""

import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import daft
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

ANSWERS_WITHIN = 10.0  # seconds
PARTITIONS = 2  # of what is shuffled, for every processor of a cluster


class NoCluster(Exception):
    """There is an address, but nobody answers there or the package is missing."""


def start(cluster: str = "") -> None:
    """Choose where the work is done, once in a process: `cluster` is the address of a Ray cluster, empty for here.

    The cluster's own settings (`RAY_AUTH_MODE`, `RAY_AUTH_TOKEN`) come from the environment. Raises NoCluster.
    """
    if not cluster:
        if daft.get_or_infer_runner_type() != "native":
            daft.set_runner_native()
        return
    try:
        import ray
    except ModuleNotFoundError as missing:
        raise NoCluster("pip install 'luoshi[cluster]'") from missing
    try:
        _knock(cluster)
        ray.init(address=cluster, log_to_driver=False, logging_level="ERROR", ignore_reinit_error=True)
    except (OSError, RuntimeError, ValueError) as fault:
        raise NoCluster((str(fault) or type(fault).__name__).splitlines()[0]) from fault
    daft.set_runner_ray(noop_if_initialized=True)
    daft.set_execution_config(shuffle_aggregation_default_partitions=PARTITIONS * int(ray.cluster_resources()["CPU"]))


def _knock(address: str) -> None:
    """Whether anybody listens there; the package itself tries for many minutes. Raises OSError, ValueError."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    socket.create_connection((host, int(port)), ANSWERS_WITHIN).close()


def read(folder: Path | str) -> Any:
    """A table of Parquet files as a frame of the engine; on a cluster every machine must be able to read the folder."""
    return daft.read_parquet(f"{folder}/*.parquet")


def write_files(folder: Path, rows: Iterable[dict[str, Any]], schema: Any, *, page: int, size: int) -> int:
    """Rows into numbered Parquet files of at most `size` rows, `page` rows in memory; gives how many there were."""
    folder.mkdir(mode=0o700)
    writer: Any = None
    count = 0
    try:
        for batch in _pages(rows, page):
            if count % size == 0:
                if writer:
                    writer.close()
                writer = pa_parquet.ParquetWriter(folder / f"{count // size:05}.parquet", schema, compression="zstd")
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    finally:
        if writer:
            writer.close()
    if not count:
        pa_parquet.write_table(schema.empty_table(), folder / "00000.parquet")
    return count


def _pages(rows: Iterable[dict[str, Any]], page: int) -> Iterable[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == page:
            yield batch
            batch = []
    if batch:
        yield batch


def write_result(table: Any, path: Path) -> None:
    """A result into one file, CSV or Parquet by its ending."""
    if path.suffix == ".csv":
        pa_csv.write_csv(table, path)
    else:
        pa_parquet.write_table(table, path, compression="zstd")


def frame(table: Any) -> Any:
    """An Arrow table as a frame of the engine."""
    return daft.from_arrow(table)
