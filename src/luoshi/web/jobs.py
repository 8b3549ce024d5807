"""What the shell does by itself: what a log-in that ran out has left behind is forgotten."""

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from luoshi.base import clock, jobs


@jobs.recurring
def forget_sessions() -> None:
    """Sessions that ran out go, with the words in them that were typed and never sent."""
    if Session.objects.filter(expire_date__lt=clock.now()).exists():  # most turns find none, and write nothing
        SessionStore.clear_expired()
