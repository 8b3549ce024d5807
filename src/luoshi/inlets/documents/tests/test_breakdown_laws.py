"""What holds for every text whatever: spans exact, clauses end to end, nothing invented, no exception, linear work."""

import re
import sys
from re import _constants as sre_constants
from re import _parser as sre_parse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import luoshi.inlets.documents.breakdown as package
from luoshi.inlets.documents.breakdown import break_down

from .breakdown_gold import SAMPLES, documents

_PIECES = st.sampled_from(
    [
        "要",
        "应当",
        "不得",
        "可",
        "各单位",
        "市教育局",
        "财政部、教育部",
        "由县水利局",
        "会同有关部门",
        "开展自查",
        "建立台账",
        "加强领导",
        "提高认识",
        "确保实效",
        "围绕解决停车难的问题",
        "针对",
        "对企业",
        "的",
        "，",
        "。",
        "；",
        "：",
        "、",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "\n",
        "\u3000\u3000",
        "一、",
        "（一）",
        "1.",
        "2024年6月底前",
        "会后一周内",
        "该项工作于5月底前完成",
        "张立强强调",
        "会议决定",
        "表示",
        "同志们",
        "责任单位：县水利局",
        "完成时限：年底前",
        "（县水利局牵头，各镇配合）",
        "取得了成效",
        ",",
        ";",
        "(",
        ")",
        ".",
        "a",
        "1",
        "\t",
        "\r\n",
        "现就有关事项通知如下",
        "关于开展检查的通知",
        "一是",
        "并",
        "以及",
        "等部门",
    ]
)
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=40).map("".join))


def _hold(text):
    found = break_down(text)
    ids = [requirement.id for requirement in found.requirements]
    assert len(set(ids)) == len(ids)
    for requirement in found.requirements:
        assert text[requirement.start : requirement.end] == requirement.quote
        assert requirement.quote.strip()
        assert requirement.parent is None or (requirement.parent in ids and requirement.parent != requirement.id)
        for words, spans in (
            (requirement.lead, requirement.lead_spans),
            (requirement.assist, requirement.assist_spans),
        ):
            assert tuple(text[start:end] for start, end in spans) == words
        for word, span in (
            (requirement.deadline, requirement.deadline_span),
            (requirement.problem, requirement.problem_span),
            (requirement.speaker, requirement.speaker_span),
        ):
            assert (word is None) == (span is None)
            assert span is None or text[span[0] : span[1]] == word
    place = 0
    held = {}
    for clause in found.clauses:
        assert clause.start == place
        assert clause.end > clause.start
        place = clause.end
        assert (clause.proposal == "nothing") == (clause.requirement is None) == (clause.reason is not None)
        if clause.requirement:
            held[clause.requirement] = clause
    assert place == len(text)
    assert set(held) == set(ids)
    for requirement in found.requirements:
        clause = held[requirement.id]
        assert clause.start <= requirement.start < requirement.end <= clause.end
        assert clause.proposal == ("requirement" if requirement.type == "action" else "stance")
    for requirement in found.requirements:
        seen = set()
        one = requirement
        while one.parent is not None:
            assert one.id not in seen
            seen.add(one.id)
            one = found.requirements[ids.index(one.parent)]
    return found


@given(_TEXTS)
@settings(max_examples=300, deadline=None)
def test_laws_hold_for_any_text(text):
    assert _hold(text) == break_down(text)


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    documents(SAMPLES),
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_laws_hold_for_the_samples(name, text, wanted):
    assert _hold(text).requirements
    _hold(text.replace("\n", "\r\n"))
    _hold(text.replace("\n", ""))


@pytest.mark.parametrize(
    "unit",
    [
        "要",
        "由",
        "的",
        "（",
        "“",
        "财政部、",
        "等部门",
        "（一）",
        "1.",
        "，",
        "。",
        "；",
        "2020年",
        "责任单位：",
        "（负责）",
        "围绕解决",
        "对于的，",
        "张立强强调，",
    ],
)
def test_one_long_line_of_anything(unit):
    _hold(HEAD + unit * (20_000 // len(unit)))
    _hold(unit * (20_000 // len(unit)))


HEAD = "关于开展检查的通知\n各单位：\n现将有关事项通知如下：\n一、任务\n"


def _patterns():
    """Every compiled pattern of the engine's modules."""
    prefix = package.__name__ + "."
    for name, module in list(sys.modules.items()):
        if name.startswith(prefix):
            for key, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    yield f"{name.removeprefix(prefix)}.{key}", value.pattern


def _depth(tree, *, inside=False):
    """Whether an unbounded repetition stands inside another."""
    for operation, argument in tree:
        if operation in (sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT):
            unbounded = argument[1] == sre_constants.MAXREPEAT
            if (unbounded and inside) or _depth(argument[2], inside=inside or unbounded):
                return True
        elif operation is sre_constants.SUBPATTERN:
            if _depth(argument[-1], inside=inside):
                return True
        elif operation is sre_constants.BRANCH:
            if any(_depth(branch, inside=inside) for branch in argument[1]):
                return True
        elif operation in (sre_constants.ASSERT, sre_constants.ASSERT_NOT) and _depth(argument[1], inside=inside):
            return True
    return False


def test_no_pattern_repeats_a_repetition_without_bound():
    found = dict(_patterns())
    assert len(found) > 30
    assert not [name for name, pattern in found.items() if _depth(sre_parse.parse(pattern))]


def test_work_grows_with_the_text_not_with_its_square(monkeypatch):
    from luoshi.inlets.documents.breakdown import roles

    calls = []
    real = roles.read
    monkeypatch.setattr(roles, "read", lambda *words, **more: calls.append(1) or real(*words, **more))
    text = {name: text for name, text, _ in documents(SAMPLES)}["opinion_owner_brackets"]
    counts = []
    for times in (4, 16):
        calls.clear()
        break_down(text * times)
        counts.append(len(calls))
    assert counts[1] <= 4.5 * counts[0]
