"""What `luoshi run` lays into an empty database: the sample district, and a report that waits for review."""

import json
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from luoshi.base import clock
from luoshi.campaigns import commands as campaigns
from luoshi.inlets.documents import commands as documents
from luoshi.people import queries as people
from luoshi.people import sample

REPORT = Path(__file__).parent / "data" / "sample_report.txt"
CAMPAIGN = "日常工作"
CLERK = "clerk"


def load(*, report: Path | None = None) -> None:
    """Load the sample and a report (the project's own, or a file); what is there already is left as it is."""
    made = sample.load()
    _kept().write_text(
        json.dumps(
            [[one.username, sample.PASSWORD, f"{one.unit} {one.post}"] for one in made if one.is_main],
            ensure_ascii=False,
        )
    )
    root = people.root(sample.REALM)
    if root is None:
        raise people.NoSuchUnit(sample.REALM)
    campaigns.open_blank(realm=sample.REALM, unit=root.id, title=CAMPAIGN, opened_on=clock.today(), by=sample.SYSTEM)
    clerk = people.viewer_of(CLERK)
    chosen = report or REPORT
    documents.take_in(clerk, data=chosen.read_bytes(), name=chosen.name)


def log_ins() -> Sequence[tuple[str, str, str]]:
    """Account, password and post of the sample's main persons; empty where no sample was loaded."""
    if not _kept().exists():
        return ()
    return [(account, password, post) for account, password, post in json.loads(_kept().read_text(encoding="utf-8"))]


def _kept() -> Path:
    """Beside the database: who belongs to the sample, so that a second start can say so without looking."""
    path: Path = settings.LUOSHI_VAR / "sample.json"
    return path
