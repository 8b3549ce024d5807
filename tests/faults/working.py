"""`luoshi work` with one more job, which stops at a lock and then leaves a line: who did it can be counted.

python -m faults.working
"""

import os
import sys

from luoshi import cli

GATE = 20140409  # of advisory locks
JOB = "test.leave_a_line"


def main() -> int:
    """Declare the job and work."""
    cli._django()
    from django.db import connection

    from luoshi.base import jobs

    @jobs.job(JOB)
    def leave_a_line(payload: dict[str, object]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [GATE])
            cursor.execute("INSERT INTO left_line VALUES (%s, %s)", [payload["n"], os.getpid()])

    return cli.main(["work"])


if __name__ == "__main__":
    sys.exit(main())
