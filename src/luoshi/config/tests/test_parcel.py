import pytest

from luoshi.config import parcel
from luoshi.config.parcel import Manifest
from luoshi.config.sealed_file import Unopened

SECRET = b"correct horse battery"


def packed(folder, **files):
    target = folder / "parcel"
    with parcel.packing(target, SECRET, Manifest("data", {"version": "1"})) as packer:
        for name, content in files.items():
            (folder / name).write_bytes(content)
            packer.add(name, folder / name)
    return target


def test_every_file_comes_back_with_its_name(tmp_path):
    found = {}
    source = packed(tmp_path, one=b"1" * 3_000_000, two=b"")
    manifest = parcel.read(source, SECRET, lambda name, content: found.update({name: content.read()}))
    assert found == {"one": b"1" * 3_000_000, "two": b""}
    assert manifest.size == 3_000_000
    assert manifest.about == {"version": "1"}


def test_a_file_that_is_not_taken_out_is_compared_all_the_same(tmp_path):
    assert set(parcel.read(packed(tmp_path, one=b"1"), SECRET).members) == {"one"}


def test_a_list_that_does_not_fit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parcel._Counted, "digest", lambda counted: str(counted.size))
    source = packed(tmp_path, one=b"1")
    monkeypatch.undo()
    with pytest.raises(Unopened):
        parcel.read(source, SECRET)


def test_what_was_broken_off_leaves_nothing(tmp_path):
    def broken_off():
        with parcel.packing(tmp_path / "parcel", SECRET, Manifest("data", {})) as packer:
            packer.add("gone", tmp_path / "gone")

    with pytest.raises(FileNotFoundError):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_replaced(tmp_path):
    source = packed(tmp_path, one=b"1")
    before = source.read_bytes()
    with pytest.raises(FileExistsError):
        packed(tmp_path, one=b"2")
    assert source.read_bytes() == before
