"""Analysis of exported tables, on one machine or on a cluster; it knows nothing of what the tables are about.

`likeness` is plain Python for whatever fits into memory. The other modules bring in the packages of `luoshi[analytics]`
and are imported by commands and jobs alone: a web process never loads them.
"""

import os

# The packages report their use to their makers unless they are told not to, before they are imported.
os.environ |= {"DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "1", "RAY_USAGE_STATS_ENABLED": "0"}
os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
