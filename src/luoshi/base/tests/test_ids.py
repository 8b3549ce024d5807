import subprocess
import sys

# The web processes are made from one that has imported everything, and none may count on from where another does.
CHILDREN = """
import os
from luoshi.base import ids
ids.new_id()
for _child in range(3):
    if os.fork() == 0:
        os.write(1, b"".join(f"{ids.new_id()}\\n".encode() for _ in range(200)))
        os._exit(0)
    os.wait()
"""


def test_processes_of_one_parent_make_identifiers_of_their_own():
    asked = [sys.executable, "-c", CHILDREN]
    done = subprocess.run(  # noqa: S603
        asked, capture_output=True, text=True, check=True
    )
    made = done.stdout.split()
    assert len(made) == 600
    assert len({one[-12:] for one in made}) == 600
