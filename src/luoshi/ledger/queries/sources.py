"""Which documents the requirements that somebody sees come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from luoshi.ledger.events import Kind
from luoshi.ledger.models import Card
from luoshi.ledger.queries.visible import cards
from luoshi.people.viewer import Viewer

SHOWN = 50


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document with how many of its requirements one sees, and the last day on which one was opened."""

    id: UUID
    requirements: int
    opened_on: date


def source_documents(viewer: Viewer) -> tuple[SourceDocument, ...]:
    """The documents whose requirements a viewer sees, the newest first."""
    found = cards(viewer).filter(kind=Kind.REQUIREMENT).exclude(document=None)
    rows = found.values("document").annotate(requirements=Count("id"), opened=Max("opened_on"))
    newest = rows.order_by("-opened", "document")[:SHOWN]
    return tuple(
        SourceDocument(row["document"], row["requirements"], row["opened"]) for row in newest if row["document"]
    )


def titles_from(realm: str, document: UUID) -> list[UUID]:
    """The texts of the titles of a document's requirements: they were written from its words."""
    found = Card.objects.filter(realm=realm, document=document, kind=Kind.REQUIREMENT)
    return list(found.order_by().values_list("title_text", flat=True).distinct())


def requirements_seen(viewer: Viewer, document: UUID) -> set[UUID]:
    """The requirements of a document that the viewer sees."""
    return set(cards(viewer).filter(document=document, kind=Kind.REQUIREMENT).values_list("id", flat=True))


def documents_seen(viewer: Viewer, documents: Iterable[UUID]) -> "QuerySet[Card, UUID | None]":
    """Those of these documents from which a matter comes that the viewer sees: for use as a subquery."""
    return cards(viewer).filter(document__in=set(documents)).order_by().values_list("document", flat=True).distinct()
