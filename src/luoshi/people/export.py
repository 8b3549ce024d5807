"""What of people leaves with an export: units and posts with their history, persons, accounts without passwords."""

from collections.abc import Iterator

from luoshi.base.outgoing import Table, table
from luoshi.people.models import Account, OtherName, Person, Post, Tenure, Unit, UnitName, UnitPlace

UNIT = ["id", "realm", "code", "kind", "name", "path", "opened_on", "closed_on"]


def tables() -> Iterator[Table]:
    """Identifiers are those that entries name."""
    yield table("people/units", Unit.objects.order_by("realm", "path"), UNIT)
    yield table("people/unit_names", UnitName.objects.order_by("id"), ["unit", "name", "from_on", "to_on"])
    places = ["unit", "line", "parent", "path", "from_on", "to_on"]
    yield table("people/unit_places", UnitPlace.objects.order_by("id"), places)
    yield table("people/other_names", OtherName.objects.order_by("id"), ["unit", "name"])
    yield table("people/persons", Person.objects.order_by("id"), ["id", "realm", "name"])
    yield table("people/posts", Post.objects.order_by("id"), ["id", "realm", "unit", "scope", "duty", "title"])
    tenures = ["id", "post", "person", "from_on", "to_on", "acting_for"]
    yield table("people/tenures", Tenure.objects.order_by("id"), tenures)
    yield table("people/accounts", Account.objects.order_by("id"), ["username", "person", "is_active"])
