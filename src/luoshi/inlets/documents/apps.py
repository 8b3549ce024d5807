"""Announces the door: menu, pages of a document, what waits for review and for issuing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from luoshi.people.viewer import Duty, Viewer
from luoshi.records import copies
from luoshi.web import registry


class Documents(AppConfig):
    """The door for documents: read, broken down, reviewed, issued."""

    name = "luoshi.inlets.documents"
    label = "documents"

    def ready(self) -> None:
        """Tell the shell which pages there are and for whom; declare the jobs."""
        from luoshi.inlets.documents import announcements, commands, queries

        copies.register("documents", commands.forget)
        registry.menu(_("Documents"), "documents:list", "document", 30, takes_documents_in)
        registry.link("document", announcements.page_of_document)
        registry.link("document-words", announcements.page_of_words)
        registry.names("document", queries.titles)
        registry.todo(announcements.todos)


def takes_documents_in(viewer: Viewer) -> bool:
    """Only an activity office has a list of documents."""
    return viewer.duty is Duty.OFFICE
