"""Tables without a domain word: official days, jobs, signs of life, and how long forms take."""

from typing import ClassVar

from django.db import models

from luoshi.base.fields import CodeField


class OfficialDay(models.Model):
    """A day on which the official calendar differs from the week: a holiday, or a weekend that is worked."""

    day = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {'works' if self.is_working else 'rests'} {self.name}"


class OfficialYear(models.Model):
    """A year whose calendar was published; `version` says in which wording."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    version = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.year} ({self.version})"


class Job(models.Model):
    """Something to be done once, later, by whichever worker comes first."""

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True, null=True)
    payload = models.TextField(default="{}")
    run_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["run_at"], name="base_job_due", condition=models.Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.name} at {self.run_at}"


class Beat(models.Model):
    """When a loop was last seen at work; one row a loop, on whichever machine it runs."""

    name = CodeField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at}"


class FormMinutes(models.Model):
    """How long one form took everybody together in one week (`minutes`): no person, no unit, no single time."""

    form = CodeField(max_length=80)
    week = models.DateField()  # its Monday
    declared = models.PositiveSmallIntegerField(default=0)  # minutes that the form last said of itself
    sent = models.PositiveIntegerField(default=0)
    seconds = models.PositiveBigIntegerField(default=0)
    capped = models.PositiveIntegerField(default=0)  # how often it lay open for longer than is counted

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["form", "week"], name="base_form_week")]

    def __str__(self) -> str:
        return f"{self.form} in the week of {self.week}: {self.seconds} s for {self.sent}"
