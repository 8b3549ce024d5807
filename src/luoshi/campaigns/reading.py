"""Reads a template from YAML and names every fault by its line.

The nodes of PyYAML carry the line that they came from; nothing is constructed from tags, and aliases are refused,
so that a small file cannot grow into a large one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import yaml

from luoshi.campaigns.template import (
    OPENING,
    SCHEMA,
    STEP,
    UNIT_KINDS,
    Action,
    Deliverable,
    Due,
    Every,
    Ledger,
    Rung,
    Step,
    Template,
    Title,
    Turn,
)

LARGEST = 200_000  # characters
LONGEST = 200  # characters of a title
MOST = 400  # entries of a list
MOST_DAYS = 3660
KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LIMITS = frozenset({"returns", "pause_days", "village_minutes_a_week", "visits_a_year", "extensions"})
THRESHOLDS = frozenset({"near_due_days", "answer_days", "help_days", "confidence", "tolerated_false"})


class Reason(StrEnum):
    """Why a template is refused; pages say it in the reader's language."""

    TOO_LARGE = "too_large"
    NOT_YAML = "not_yaml"
    ALIAS = "alias"
    NOT_A_MAPPING = "not_a_mapping"
    NOT_A_LIST = "not_a_list"
    NOT_WORDS = "not_words"
    NOT_A_NUMBER = "not_a_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    OUT_OF_RANGE = "out_of_range"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    UNKNOWN_NAME = "unknown_name"
    TWICE = "twice"
    MISSING = "missing"
    NO_KEY = "no_key"
    UNKNOWN_SCHEMA = "unknown_schema"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_STEP = "unknown_step"
    UNKNOWN_DELIVERABLE = "unknown_deliverable"
    UNKNOWN_CHOICE = "unknown_choice"
    CYCLE = "cycle"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    LADDER_DOWN = "ladder_down"
    RECURS_AND_WAITS = "recurs_and_waits"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, and where: the line counts from 1; `word` is the word that it is about."""

    line: int
    reason: Reason
    word: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}{' ' + self.word if self.word else ''}"


class TemplateRefused(ValueError):
    """A template with faults; all of them, in the order of their lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("; ".join(str(fault) for fault in self.faults))


def read(text: str) -> Template:
    """The template that a text holds. Raises TemplateRefused."""
    faults: list[Fault] = []
    root = _composed(text)
    if root is None:
        raise TemplateRefused([Fault(1, Reason.NOT_A_MAPPING)])
    template = _template(_Node(root, faults))
    if not faults:
        faults.extend(_awaited(template.deliverables, root))
    if faults:
        raise TemplateRefused(faults)
    return template


def deliverables(text: str, *, steps: Iterable[str]) -> tuple[Deliverable, ...]:
    """What a level below adds: a list under the key `deliverables`, each standing alone. Raises TemplateRefused."""
    faults: list[Fault] = []
    root = _composed(text)
    if root is None:
        raise TemplateRefused([Fault(1, Reason.NOT_A_MAPPING)])
    nodes = _items(_Node(root, faults).parts(required=("deliverables",)), "deliverables")
    added = tuple(_deliverable(one, set(steps)) for one in nodes)
    _once(nodes, [one.key for one in added])
    for node, one in zip(nodes, added, strict=True):
        if one.due.after not in {OPENING, STEP}:
            node.fault(Reason.UNKNOWN_DELIVERABLE, one.due.after)
    if faults:
        raise TemplateRefused(faults)
    return added


def _composed(text: str) -> yaml.Node | None:
    if len(text) > LARGEST:
        raise TemplateRefused([Fault(1, Reason.TOO_LARGE)])
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise TemplateRefused([Fault(line, Reason.ALIAS, event.anchor or "")])
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except RecursionError as deep:
        raise TemplateRefused([Fault(1, Reason.TOO_LARGE)]) from deep
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise TemplateRefused([Fault(mark.line + 1 if mark else 1, Reason.NOT_YAML)]) from error


class _Node:
    """A place in the file that can be asked for what it should hold; what it does not hold becomes a fault."""

    def __init__(self, node: yaml.Node, faults: list[Fault]) -> None:
        self.node = node
        self.faults = faults

    def fault(self, reason: Reason, word: str = "") -> None:
        self.faults.append(Fault(self.node.start_mark.line + 1, reason, word[:LONGEST]))

    def parts(self, *, required: Iterable[str] = (), allowed: Iterable[str] = ()) -> dict[str, "_Node"]:
        """The entries of a mapping by name."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fault(Reason.NOT_A_MAPPING)
            return {}
        known = {*required, *allowed}
        found: dict[str, _Node] = {}
        for name, value in self.node.value:
            key, entry = str(name.value), _Node(value, self.faults)
            if key in found:
                _Node(name, self.faults).fault(Reason.TWICE, key)
            elif key not in known:
                _Node(name, self.faults).fault(Reason.UNKNOWN_NAME, key)
            else:
                found[key] = entry
        for key in required:
            if key not in found:
                self.fault(Reason.MISSING, key)
        return found

    def items(self) -> "list[_Node]":
        """The entries of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fault(Reason.NOT_A_LIST)
            return []
        if len(self.node.value) > MOST:
            self.fault(Reason.TOO_MANY)
            return []
        return [_Node(value, self.faults) for value in self.node.value]

    def words(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            self.fault(Reason.NOT_WORDS)
            return ""
        if len(self.node.value) > LONGEST:
            self.fault(Reason.TOO_LONG)
        return str(self.node.value).strip()

    def number(self, low: int, high: int) -> int:
        value = self.node.value if isinstance(self.node, yaml.ScalarNode) else ""
        if not re.fullmatch(r"-?[0-9]{1,6}", value):
            self.fault(Reason.NOT_A_NUMBER, value if isinstance(value, str) else "")
            return low
        if not low <= int(value) <= high:
            self.fault(Reason.OUT_OF_RANGE, value)
            return low
        return int(value)

    def yes(self) -> bool:
        value = self.node.value if isinstance(self.node, yaml.ScalarNode) else ""
        if value not in {"yes", "no", "true", "false"}:
            self.fault(Reason.NOT_YES_OR_NO)
        return value in {"yes", "true"}

    def key(self) -> str:
        word = self.words()
        if word and not KEY.fullmatch(word):
            self.fault(Reason.NO_KEY, word)
        return word

    def choice(self, known: Iterable[str], reason: Reason = Reason.UNKNOWN_CHOICE) -> str:
        word = self.words()
        if word and word not in set(known):
            self.fault(reason, word)
        return word

    def title(self) -> Title:
        """Plain words, or words by language."""
        if isinstance(self.node, yaml.MappingNode):
            parts = self.parts(required=("zh",), allowed=("en",))
            return Title(parts["zh"].words() if "zh" in parts else "", parts["en"].words() if "en" in parts else "")
        return Title(self.words())


def _items(parts: dict[str, _Node], name: str) -> list[_Node]:
    return parts[name].items() if name in parts else []


def _template(root: _Node) -> Template:
    found = root.parts(
        required=("schema", "key", "version", "title"),
        allowed=("source", "steps", "deliverables", "actions", "ledgers", "ladder", "limits", "thresholds"),
    )
    if "schema" in found and found["schema"].number(0, MOST_DAYS) != SCHEMA:
        found["schema"].fault(Reason.UNKNOWN_SCHEMA)
    steps = tuple(_step(one) for one in _items(found, "steps"))
    known = {step.key for step in steps}
    template = Template(
        key=found["key"].key() if "key" in found else "",
        version=found["version"].number(1, MOST_DAYS) if "version" in found else 0,
        title=found["title"].title() if "title" in found else Title(""),
        steps=steps,
        deliverables=tuple(_deliverable(one, known) for one in _items(found, "deliverables")),
        actions=tuple(_action(one) for one in _items(found, "actions")),
        ledgers=tuple(_ledger(one) for one in _items(found, "ledgers")),
        ladder=_ladder(_items(found, "ladder")),
        limits=_numbers(found.get("limits"), LIMITS),
        thresholds=_numbers(found.get("thresholds"), THRESHOLDS),
        source=found["source"].words() if "source" in found else "",
    )
    for name in ("steps", "deliverables", "actions", "ledgers"):
        _once(_items(found, name), [one.key for one in getattr(template, name)])
    return template


def _once(nodes: list[_Node], keys: list[str]) -> None:
    seen: set[str] = set()
    for node, key in zip(nodes, keys, strict=True):
        if key and key in seen:
            node.fault(Reason.TWICE, key)
        seen.add(key)


def _step(node: _Node) -> Step:
    found = node.parts(required=("key", "title", "from", "until"))
    step = Step(
        key=found["key"].key() if "key" in found else "",
        title=found["title"].title() if "title" in found else Title(""),
        from_day=found["from"].number(0, MOST_DAYS) if "from" in found else 0,
        until_day=found["until"].number(0, MOST_DAYS) if "until" in found else 0,
    )
    if step.until_day < step.from_day:
        node.fault(Reason.ENDS_BEFORE_IT_BEGINS, step.key)
    return step


def _deliverable(node: _Node, steps: set[str]) -> Deliverable:
    found = node.parts(
        required=("key", "title", "step", "units", "due"), allowed=("every", "minutes", "rule", "evidence")
    )
    made = Deliverable(
        key=found["key"].key() if "key" in found else "",
        title=found["title"].title() if "title" in found else Title(""),
        step=found["step"].choice(steps, Reason.UNKNOWN_STEP) if "step" in found else "",
        units=tuple(one.choice(UNIT_KINDS, Reason.UNKNOWN_KIND) for one in _items(found, "units")),
        due=_due(found["due"]) if "due" in found else Due(0),
        every=_every(found["every"]) if "every" in found else None,
        minutes=found["minutes"].number(0, 6000) if "minutes" in found else 0,
        rule=found["rule"].words() if "rule" in found else "",
        evidence=tuple(one.words() for one in _items(found, "evidence")),
    )
    if made.key in {OPENING, STEP}:
        node.fault(Reason.NO_KEY, made.key)
    if made.every and made.due.after not in {OPENING, STEP}:
        node.fault(Reason.RECURS_AND_WAITS, made.key)
    return made


def _due(node: _Node) -> Due:
    found = node.parts(required=("days",), allowed=("working", "after"))
    return Due(
        days=found["days"].number(0, MOST_DAYS) if "days" in found else 0,
        working=found["working"].yes() if "working" in found else True,
        after=found["after"].key() if "after" in found else STEP,
    )


def _every(node: _Node) -> Every | None:
    word = node.choice(Every)
    return Every(word) if word in set(Every) else None


def _action(node: _Node) -> Action:
    found = node.parts(required=("key", "title", "problem"))
    return Action(
        key=found["key"].key() if "key" in found else "",
        title=found["title"].title() if "title" in found else Title(""),
        problem=found["problem"].title() if "problem" in found else Title(""),
    )


def _ledger(node: _Node) -> Ledger:
    found = node.parts(required=("key", "title", "columns"))
    return Ledger(
        key=found["key"].key() if "key" in found else "",
        title=found["title"].title() if "title" in found else Title(""),
        columns=tuple(one.words() for one in _items(found, "columns")),
    )


def _ladder(nodes: list[_Node]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for node in nodes:
        found = node.parts(required=("rung", "days"))
        word = found["rung"].choice(Rung) if "rung" in found else ""
        if word not in set(Rung):
            continue
        turn = Turn(Rung(word), found["days"].number(-60, 250) if "days" in found else 0)
        order = list(Rung)
        if turns and (order.index(turn.rung) <= order.index(turns[-1].rung) or turn.days < turns[-1].days):
            node.fault(Reason.LADDER_DOWN, word)
        turns.append(turn)
    return tuple(turns)


def _numbers(node: _Node | None, known: frozenset[str]) -> dict[str, int]:
    return {name: value.number(0, 100_000) for name, value in node.parts(allowed=known).items()} if node else {}


# ------------------------------------------------------------------ what waits for what


def _awaited(found: tuple[Deliverable, ...], root: yaml.Node) -> Iterator[Fault]:
    """A date counted from a deliverable that does not exist, or from itself in the end."""
    lines = _lines_of(root)
    after = {one.key: one.due.after for one in found if one.due.after not in {OPENING, STEP}}
    known = {one.key for one in found}
    for key, awaited in after.items():
        if awaited not in known:
            yield Fault(lines.get(key, 1), Reason.UNKNOWN_DELIVERABLE, awaited)
    for key in after:
        seen = [key]
        while (here := after.get(seen[-1])) is not None and here not in seen:
            seen.append(here)
        if here == key:
            yield Fault(lines.get(key, 1), Reason.CYCLE, " → ".join([*seen, key]))


def _lines_of(root: yaml.Node) -> dict[str, int]:
    """On which line each deliverable begins."""
    found: dict[str, int] = {}
    for name, value in root.value:
        if name.value == "deliverables":
            for one in value.value:
                keys = [entry.value for label, entry in one.value if label.value == "key"]
                found.update({str(key): one.start_mark.line + 1 for key in keys})
    return found
