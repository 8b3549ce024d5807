"""How long forms take: one sum per form and week, of nobody in particular; neither a person nor a unit is in it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db.models import F, Sum

from luoshi.base import clock
from luoshi.base.models import FormMinutes

SALT = "luoshi.base.minutes"
LONGEST = 30 * 60  # seconds; whoever was called away did not write for longer than that
SIGNED = signing.Signer(salt=SALT)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a form took in a span: how often it was sent, seconds in all, how often it lay open for too long."""

    form: str
    declared: int  # minutes that the form says of itself
    sent: int
    seconds: int
    capped: int

    @property
    def minutes(self) -> float:
        """Minutes a form, as far as the sums tell."""
        return self.seconds / 60 / self.sent if self.sent else 0.0


def shown(declared: int) -> str:
    """What a form carries along from the moment it is shown: when, and what it says of itself."""
    return SIGNED.sign(f"{int(clock.now().timestamp())}.{declared}")


def note(form: str, mark: str, *, is_sent: bool) -> None:
    """Add the time since a form was shown to the sum of its week; a mark that is not ours adds nothing.

    A form that was refused adds its time and is not counted as sent: writing it again is part of what it costs.
    """
    try:
        began, _, declared = SIGNED.unsign(mark).partition(".")
        seconds = int(clock.now().timestamp()) - int(began)
    except (signing.BadSignature, ValueError):
        return
    if seconds < 0:
        return
    week = monday(clock.today())
    added = {
        "sent": F("sent") + int(is_sent),
        "seconds": F("seconds") + min(seconds, LONGEST),
        "capped": F("capped") + int(seconds > LONGEST),
        "declared": int(declared),
    }
    if not FormMinutes.objects.filter(form=form, week=week).update(**added):
        FormMinutes.objects.bulk_create([FormMinutes(form=form, week=week)], ignore_conflicts=True)
        FormMinutes.objects.filter(form=form, week=week).update(**added)


def taken(*, since: date) -> list[Taken]:
    """What each form took in the weeks from that day's on, by its name."""
    rows = FormMinutes.objects.filter(week__gte=monday(since)).values("form").order_by("form")
    sums = rows.annotate(n=Sum("sent"), total=Sum("seconds"), long=Sum("capped"), said=Sum(F("declared") * F("sent")))
    return [
        Taken(
            str(row["form"]),
            round(int(row["said"]) / int(row["n"])),
            int(row["n"]),
            int(row["total"]),
            int(row["long"]),
        )
        for row in sums
        if row["n"]
    ]


def monday(day: date) -> date:
    """The day on which a week begins."""
    return day - timedelta(days=day.weekday())
