"""Tables without a domain word: official days, jobs, and signs of life."""

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
