"""A query string understood: which unit, which day, which map; what could not be understood is said, and left aside."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from luoshi.base import clock
from luoshi.campaigns import queries as campaigns
from luoshi.campaigns.queries import CampaignRef
from luoshi.ledger.queries import MapDay
from luoshi.outlets.boards.forms import HAPPENED, RECORDED, BoardForm
from luoshi.people import queries as people
from luoshi.people.viewer import UnitRef, Viewer


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of a board."""

    form: BoardForm
    on: date
    map_day: MapDay
    by_happened: bool
    campaign: CampaignRef | None
    units: tuple[UnitRef, ...] | None  # those that the words for a unit fit; None where no unit was asked for

    @property
    def by(self) -> str:
        """Which day counts."""
        return HAPPENED if self.by_happened else RECORDED

    @property
    def is_live(self) -> bool:
        """What is shown is how it is now, so that lists show the same."""
        return self.on == clock.today() and self.map_day is MapDay.TODAY and not self.by_happened

    @property
    def kept(self) -> dict[str, str]:
        """What another board has to be asked to be comparable; the usual is left out."""
        return {
            **({"on": self.on.isoformat()} if self.on != clock.today() else {}),
            **({"map": self.map_day.value} if self.map_day is not MapDay.TODAY else {}),
            **({"by": self.by} if self.by_happened else {}),
            **({"campaign": str(self.campaign.id)} if self.campaign else {}),
        }

    def board_of(self, unit_id: UUID) -> str:
        """The board of another unit, asked the same way."""
        query = urlencode(self.kept)
        return reverse("boards:board", args=[unit_id]) + (f"?{query}" if query else "")


def understood(viewer: Viewer, query: QueryDict) -> Asking:
    """What a query string asks for."""
    known = campaigns.campaigns(viewer.realm)
    form = BoardForm(query, known)
    form.full_clean()
    asked: dict[str, Any] = {**dict.fromkeys(form.fields), **form.cleaned_data}
    return Asking(
        form=form,
        on=asked["on"] or clock.today(),
        map_day=MapDay(asked["map"] or MapDay.TODAY),
        by_happened=asked["by"] == HAPPENED,
        campaign=next((one for one in known if one.id == asked["campaign"]), None),
        units=_units(viewer, asked["unit"]) if asked["unit"] else None,
    )


def _units(viewer: Viewer, words: str) -> tuple[UnitRef, ...]:
    """Units within what the post serves; one that is called exactly so comes alone."""
    if viewer.post is None:
        return ()
    found = people.find_units(viewer.realm, words, below=viewer.post.scope.path)
    exact = [one for one in found if words in (one.name, one.code)]
    return tuple(exact if len(exact) == 1 else found)
