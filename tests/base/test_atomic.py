"""Atomic writes: whoever reads, and whatever happens, sees the old file or the new one."""

import stat
import subprocess
import sys
import threading

import pytest

from appliance.base.atomic import replacing, write_bytes, write_text

KILLED_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
from appliance.base.atomic import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    os.kill(os.getpid(), 9)
"""


def test_a_file_is_made_with_its_folders_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "some" / "where" / "file.json"
    write_text(path, "柜台")
    assert path.read_bytes() == "柜台".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    write_bytes(path, b"shared", mode=0o644)
    assert path.read_bytes() == b"shared"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [one.name for one in path.parent.iterdir()] == ["file.json"]


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "file"
    write_bytes(path, b"old")

    def fail():
        with replacing(path) as file:
            file.write(b"half of the new")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_process_killed_in_the_middle_leaves_the_old_file(tmp_path):
    path = tmp_path / "file"
    write_bytes(path, b"old")
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(path)], check=False)
    assert killed.returncode == -9
    assert path.read_bytes() == b"old"


def test_readers_see_one_whole_file_or_the_other(tmp_path):
    path = tmp_path / "file"
    contents = [bytes([number]) * 200_000 for number in range(100)]
    write_bytes(path, contents[0])
    written = threading.Event()
    seen = []

    def read():
        while not written.is_set():
            seen.append(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for content in contents:
        write_bytes(path, content)
    written.set()
    reader.join()
    assert len(set(seen)) > 1
    assert set(seen) <= set(contents)


def test_a_folder_that_cannot_be_is_the_callers_to_handle(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        write_bytes(tmp_path / "file" / "below", b"")
