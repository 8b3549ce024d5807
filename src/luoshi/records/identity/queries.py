"""What can be known of a speaker without opening: that one is kept. Names come from `commands.open_identity` only."""

from uuid import UUID

from luoshi.journal import queries as journal
from luoshi.journal.refs import EntryView, StreamRef
from luoshi.people.viewer import Viewer
from luoshi.records.identity import commands
from luoshi.records.identity.models import Speaker


def is_kept(realm: str, speaker_id: UUID) -> bool:
    """True while the speaker's identity can be opened."""
    return Speaker.objects.filter(realm=realm, id=speaker_id).exclude(sealed=b"").exists()


def openings(viewer: Viewer, speaker_id: UUID) -> list[EntryView]:
    """Who opened an identity and when, for those who may open one; the reason is a text in records."""
    if not commands.may_open(viewer):
        return []
    return journal.entries(StreamRef(viewer.realm, "identity", speaker_id))
