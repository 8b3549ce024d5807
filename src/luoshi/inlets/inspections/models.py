"""Tables of inspections; private to this package. All but the seeds follows from the journal and from records."""

from typing import ClassVar

from django.db import models

from luoshi.base.fields import CodeField

REALM, PATH, PERSON = 12, 120, 64


class Plan(models.Model):
    """What a unit means to inspect in a year."""

    id = models.UUIDField(primary_key=True, editable=False)
    realm = CodeField(max_length=REALM)
    unit = models.UUIDField()  # for whom it is planned: a scope
    year = models.PositiveSmallIntegerField()
    drafted_by = models.CharField(max_length=PERSON)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "unit", "year"], name="inspections_plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class Item(models.Model):
    """One thing to be inspected: what, where, how many; it needs a named approver before anything is drawn."""

    id = models.UUIDField(primary_key=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=16)
    subjects = models.TextField()  # texts of records, as canonical JSON: more than one where items were merged
    basis_text = models.UUIDField()
    places = models.CharField(max_length=16)  # the kind of units it is about
    announced = models.BooleanField()
    times = models.PositiveSmallIntegerField()  # draws in the year
    take_units = models.PositiveSmallIntegerField()
    take_matters = models.PositiveSmallIntegerField()
    take_inspectors = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)  # drafted, approved
    added_by = models.CharField(max_length=PERSON)
    added_at = models.DateTimeField()
    approver = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.kind}"


class Inspection(models.Model):
    """One draw of an item and what followed from it. The seed lies here until it is shown, and nowhere else."""

    id = models.UUIDField(primary_key=True, editable=False)
    realm = CodeField(max_length=REALM)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="inspections")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12)  # committed, drawn
    committed_at = models.DateTimeField()
    committed = models.CharField(max_length=140)
    frame_text = models.UUIDField()
    frame_digest = models.CharField(max_length=140)
    seed = models.CharField(max_length=64, blank=True)  # hexadecimal; after the draw it is in the journal
    seal = models.PositiveBigIntegerField(null=True)
    root = models.CharField(max_length=140, blank=True)
    result = models.TextField(blank=True)  # canonical JSON
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="inspections_drawn_once")]
        indexes: ClassVar = [models.Index(fields=["realm", "state"], name="inspections_waiting")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.number}"


class Visit(models.Model):
    """One unit that was drawn: somebody goes there."""

    id = models.UUIDField(primary_key=True, editable=False)
    realm = CodeField(max_length=REALM)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits")
    unit = models.UUIDField()
    announced = models.BooleanField()
    stand_ins = models.TextField()  # persons, in the order in which they step in, as canonical JSON
    state = models.CharField(max_length=8)  # due, done
    drawn_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["inspection", "unit"], name="inspections_visit_once")]
        indexes: ClassVar = [models.Index(fields=["realm", "unit", "drawn_on"], name="inspections_visits_of_unit")]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.unit}"


class Inspector(models.Model):
    """Who goes to a unit that was drawn."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="inspectors")
    person = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "person"], name="inspections_goes_once")]
        indexes: ClassVar = [models.Index(fields=["person"], name="inspections_goes")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.person}"


class Look(models.Model):
    """One matter that was drawn, and whether the claim held when it was looked at."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="looks")
    matter = models.UUIDField()
    outcome = models.CharField(max_length=8, blank=True)  # held, false; empty: not looked at

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["visit", "matter"], name="inspections_look_once")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.matter}"


class Finding(models.Model):
    """One fact sheet (一事一底稿): what was found in a unit, who signed it, and what became of it."""

    id = models.UUIDField(primary_key=True, editable=False)
    realm = CodeField(max_length=REALM)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    scope = models.UUIDField()  # for whom it was inspected
    unit = models.UUIDField()  # where it was found
    about = models.UUIDField(null=True)  # a matter whose claim did not hold
    matter = models.UUIDField(null=True)  # the matter that the finding became
    facts_text = models.UUIDField()
    demand_text = models.UUIDField()
    files = models.TextField(default="[]")  # files of records, as canonical JSON
    due_on = models.DateField(null=True)
    handler = models.CharField(max_length=PERSON)
    deputy = models.CharField(max_length=PERSON, blank=True)
    head = models.CharField(max_length=PERSON, blank=True)
    state = models.CharField(max_length=16)  # drafted, countersigned, fed_back, objected, upheld, rejected
    written_at = models.DateTimeField()
    fed_back_on = models.DateField(null=True)
    objected_on = models.DateField(null=True)
    objection_text = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)
    decision_text = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["realm", "unit", "state"], name="inspections_found_in"),
            models.Index(fields=["realm", "scope", "state"], name="inspections_found_for"),
            models.Index(fields=["matter"], name="inspections_became"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.state}"


class Conflict(models.Model):
    """A unit to which a person should not be sent, by their own word."""

    realm = CodeField(max_length=REALM)
    person = models.UUIDField()
    unit = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["realm", "person", "unit"], name="inspections_conflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.unit}"
