"""Files that lie on the way of a matter, put there by commands."""

import io
from uuid import UUID

from luoshi.ledger import acts, commands
from luoshi.ledger.acts import Prose
from luoshi.ledger.events import Attachment
from luoshi.people.viewer import Viewer
from luoshi.records import commands as records


def evidence(viewer: Viewer, matter_id: UUID, data: bytes, *, name: str, media_type: str = "text/plain") -> UUID:
    """Progress with one file; gives the file."""
    kept = records.keep_file(viewer.realm, io.BytesIO(data), name=name, media_type=media_type)
    file = Attachment(file=kept.id, digest=kept.digest)
    commands.perform(viewer, matter_id, acts.Progress(Prose("见附件"), files=(file,)))
    return kept.id
