"""A template is read as written, and every fault is named by its line."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.campaigns import reading
from luoshi.campaigns.reading import Fault, Reason, TemplateRefused, read
from luoshi.campaigns.template import Every, Rung

HEAD = "schema: 1\nkey: trial\nversion: 1\ntitle: 试点活动\n"
STEPS = "steps:\n  - {key: one, title: 第一步, from: 0, until: 30}\n"


def shipped(name):
    return (resources.files("luoshi.campaigns") / "data" / name).read_text(encoding="utf-8")


def faults(text):
    with pytest.raises(TemplateRefused) as refused:
        read(text)
    return refused.value.faults


def is_read_or_refused(text):
    try:
        return read(text).key != ""
    except TemplateRefused as refused:
        return bool(refused.faults)


def with_deliverables(*lines):
    return HEAD + STEPS + "deliverables:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


class TestShipped:
    def test_three_steps_that_overlap(self):
        template = read(shipped("mass_line_2013.yaml"))

        assert [str(step.title) for step in template.steps] == [
            "学习教育、听取意见",
            "查摆问题、开展批评",
            "整改落实、建章立制",
        ]
        study, examine, rectify = template.steps
        assert examine.from_day < study.until_day
        assert rectify.from_day < examine.from_day

    def test_problem_and_action_go_together(self):
        template = read(shipped("mass_line_2013.yaml"))
        assert {str(one.problem): str(one.title) for one in template.actions}["宗旨意识不强"] == "还利于民行动"

    def test_every_deliverable_says_what_it_costs_and_on_what_ground(self):
        template = read(shipped("mass_line_2013.yaml"))
        assert all(one.minutes > 0 and one.rule and one.title.en for one in template.deliverables)
        assert template.deliverable("quick-fixes").every is Every.MONTH
        assert [turn.rung for turn in template.ladder] == list(Rung)

    def test_the_blank_one_asks_for_nothing(self):
        template = read(shipped("blank.yaml"))
        assert (template.key, template.steps, template.deliverables) == ("blank", (), ())


class TestFaults:
    def test_a_cycle_is_named_with_its_way(self):
        found = faults(
            with_deliverables(
                "key: a, title: 甲, step: one, units: [town], due: {days: 1, after: b}",
                "key: b, title: 乙, step: one, units: [town], due: {days: 1, after: c}",
                "key: c, title: 丙, step: one, units: [town], due: {days: 1, after: a}",
            )
        )
        assert {(fault.line, fault.reason) for fault in found} == {(line, Reason.CYCLE) for line in (8, 9, 10)}
        assert found[0].word == "a → b → c → a"

    def test_one_that_waits_for_itself(self):
        (found,) = faults(with_deliverables("key: a, title: 甲, step: one, units: [town], due: {days: 1, after: a}"))
        assert found == Fault(8, Reason.CYCLE, "a → a")

    @pytest.mark.parametrize(
        ("line", "fault"),
        [
            ("key: a, title: 甲, step: one, units: [hamlet], due: {days: 1}", Fault(8, Reason.UNKNOWN_KIND, "hamlet")),
            ("key: a, title: 甲, step: two, units: [town], due: {days: 1}", Fault(8, Reason.UNKNOWN_STEP, "two")),
            (
                "key: a, title: 甲, step: one, units: [town], due: {days: 1, after: b}",
                Fault(8, Reason.UNKNOWN_DELIVERABLE, "b"),
            ),
            ("key: A b, title: 甲, step: one, units: [town], due: {days: 1}", Fault(8, Reason.NO_KEY, "A b")),
            ("key: a, title: 甲, step: one, units: [town], due: {days: 5.5}", Fault(8, Reason.NOT_A_NUMBER, "5.5")),
            ("key: a, title: 甲, step: one, units: [town], due: {days: -1}", Fault(8, Reason.OUT_OF_RANGE, "-1")),
            ("key: a, title: 甲, step: one, units: town, due: {days: 1}", Fault(8, Reason.NOT_A_LIST)),
            ("key: a, title: 甲, step: one, units: [town]", Fault(8, Reason.MISSING, "due")),
            (
                "key: a, title: 甲, step: one, units: [town], due: {days: 1}, photo: 3",
                Fault(8, Reason.UNKNOWN_NAME, "photo"),
            ),
            (
                "key: a, title: 甲, step: one, units: [town], due: {days: 1}, every: day",
                Fault(8, Reason.UNKNOWN_CHOICE, "day"),
            ),
        ],
    )
    def test_a_deliverable(self, line, fault):
        assert faults(with_deliverables(line)) == (fault,)

    def test_all_of_them_at_once_in_the_order_of_lines(self):
        found = faults(HEAD + "steps:\n  - {key: one, title: 一, from: 9, until: 3}\n  - {key: one, title: 一}\n")
        assert [(fault.line, fault.reason) for fault in found] == [
            (6, Reason.ENDS_BEFORE_IT_BEGINS),
            (7, Reason.MISSING),
            (7, Reason.MISSING),
            (7, Reason.TWICE),
        ]

    def test_a_newer_schema(self):
        assert Fault(1, Reason.UNKNOWN_SCHEMA) in faults(HEAD.replace("schema: 1", "schema: 9"))

    def test_the_same_name_twice(self):
        assert faults(HEAD + "version: 2\n") == (Fault(5, Reason.TWICE, "version"),)

    def test_a_ladder_goes_up(self):
        text = HEAD + "ladder:\n  - {rung: office, days: 1}\n  - {rung: undertaker, days: 3}\n"
        assert faults(text) == (Fault(7, Reason.LADDER_DOWN, "undertaker"),)


class TestHostile:
    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", Reason.NOT_A_MAPPING),
            ("- 1\n- 2\n", Reason.NOT_A_MAPPING),
            ("a: [1, 2\nb: 3", Reason.NOT_YAML),
            ("\x00", Reason.NOT_YAML),
            ("a: &x [1]\nb: *x\n", Reason.ALIAS),
            ("x" * (reading.LARGEST + 1), Reason.TOO_LARGE),
            ("[" * 5000, Reason.NOT_YAML),
            ("a: " + "{b: " * 3000 + "1" + "}" * 3000, Reason.TOO_LARGE),
            ("!!python/object/apply:os.system ['true']", Reason.NOT_A_MAPPING),
        ],
    )
    def test_it_is_refused_with_a_line(self, text, reason):
        found = faults(text)
        assert reason in {fault.reason for fault in found}
        assert all(fault.line >= 1 for fault in found)

    @given(st.text(max_size=200))
    def test_anything_is_read_or_refused(self, text):
        assert is_read_or_refused(text)

    @given(st.integers(0, 40), st.sampled_from(["", "  bad: 1\n", "- x\n", "key: [1]\n", "units: {}\n"]))
    def test_a_line_put_in_anywhere_is_read_or_refused(self, at, line):
        lines = shipped("mass_line_2013.yaml").splitlines(keepends=True)
        assert is_read_or_refused("".join([*lines[:at], line, *lines[at:]]))
