"""The plain values that records take and give."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TextRef:
    """A text, and the salted commitment to its words: what a journal payload holds instead of them."""

    id: UUID
    commitment: str

    def as_payload(self) -> dict[str, Any]:
        """The reference as it stands in a payload."""
        return {"text": str(self.id), "commitment": self.commitment}


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file, and the digest of its bytes as they were kept."""

    id: UUID
    digest: str
    size: int

    def as_payload(self) -> dict[str, Any]:
        """The reference as it stands in a payload."""
        return {"file": str(self.id), "digest": self.digest, "size": self.size}


@dataclass(frozen=True, slots=True)
class FileMeta:
    """What is known about a file without opening it; `name` is None when it was erased or never given."""

    id: UUID
    realm: str
    digest: str
    size: int
    name: str | None
    media_type: str
    created_at: datetime

    @property
    def is_picture(self) -> bool:
        """A picture that a browser shows by itself."""
        return self.media_type in {"image/jpeg", "image/png"}


class Channel(StrEnum):
    """The way on which a statement came in."""

    VISIT = "visit"  # 蹲点走访
    MEETING = "meeting"  # 座谈会
    LETTER = "letter"  # 来信
    CALL = "call"  # 来电
    HOTLINE = "hotline"  # 12345 热线
    ONLINE = "online"  # 网络平台
    BOX = "box"  # 意见箱
    SURVEY = "survey"  # 问卷
    DOCUMENT = "document"  # 书面材料


@dataclass(frozen=True, slots=True)
class StatementView:
    """What a person said; `words` is None when they were erased."""

    id: UUID
    realm: str
    text: UUID
    words: str | None
    channel: Channel
    unit_id: UUID
    received_at: datetime
    speaker: UUID | None
    sealed: bool
