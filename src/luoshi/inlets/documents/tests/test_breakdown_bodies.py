"""Which bodies are read as lead and assist, one way of naming them at a time."""

import pytest

from luoshi.inlets.documents.breakdown import break_down

HEAD = "关于做好有关工作的通知\n各单位：\n现将有关事项通知如下。\n一、任务\n"


def owners(words):
    """Lead and assist of each requirement that the words hold."""
    return [(found.lead, found.assist) for found in break_down(HEAD + words + "\n").requirements]


@pytest.mark.parametrize(
    ("words", "lead", "assist"),
    [
        ("河口镇会同县水务局疏通沟渠。", ("河口镇",), ("县水务局",)),
        ("县交通局牵头会同县公安局开展路面整治。", ("县交通局",), ("县公安局",)),
        ("由县交通局牵头会同县公安局、各乡镇整治路面。", ("县交通局",), ("县公安局", "各乡镇")),
    ],
)
def test_together_with_another(words, lead, assist):
    assert owners(words) == [(lead, assist)]


@pytest.mark.parametrize(
    "name",
    [
        "县自然资源和规划局",
        "市住房和城乡建设局",
        "工业和信息化部",
        "省文化和旅游厅",
        "县教育和体育局",
        "市发展和改革委员会",
        "县人力资源和社会保障局",
        "区城市管理和综合行政执法局",
        "县农业农村和水务局",
        "市卫生和计划生育委",
        "市民族和宗教事务局",
        "县退役军人事务局",
        "县行政审批和政务信息管理局",
        "市应急管理局",
        "市市场监督管理局",
        "市委督查室",
        "县政府督查室",
        "县委政法委",
        "市委网信办",
        "县消防救援大队",
        "市公共资源交易中心",
        "县文化馆",
        "县供销社",
        "县供电分公司",
        "各县（市、区）人民政府",
        "各乡镇（街道）",
        "各乡（镇、街道）",
        "各县(市、区)",
    ],
)
def test_a_name_is_kept_whole_wherever_it_stands(name):
    assert owners(f"{name}要修订预案。") == [((name,), ())]
    assert owners(f"由{name}修订预案。") == [((name,), ())]
    assert owners(f"修订预案。（县财政局牵头，{name}配合）") == [(("县财政局",), (name,))]
    assert owners(f"修订预案。\n责任单位：县财政局、{name}") == [(("县财政局", name), ())]
    assert owners(f"修订预案。（责任单位：{name}）") == [((name,), ())]


def test_two_bodies_joined_by_and_are_two():
    assert owners("修订预案。（县财政局和教育局负责）") == [(("县财政局", "教育局"), ())]
    assert owners("由市规划和自然资源局和市教育局修订预案。") == [(("市规划和自然资源局", "市教育局"), ())]


def test_a_bracket_of_helpers_leaves_the_lead_to_the_clause():
    bracket = "（县公安局、县环保局配合）"
    assert owners("登记外来车辆。" + bracket) == [((), ("县公安局", "县环保局"))]
    assert owners("各村要登记外来车辆。" + bracket) == [(("各村",), ("县公安局", "县环保局"))]
    assert owners("登记外来车辆。（责任单位：各村；县公安局、县环保局协助）") == [(("各村",), ("县公安局", "县环保局"))]


@pytest.mark.parametrize(
    "note",
    [
        "（责任单位：县教育局、县财政局，按职责分工负责）",
        "（责任单位：县教育局、县财政局按照各自职责分工负责）",
        "（县教育局、县财政局分工负责）",
        "（县教育局、县财政局，各负其责）",
        "\n责任单位:县教育局、县财政局,按职责分工负责",
        "\n责任单位：县教育局、县财政局，各负其责",
        "\n责任单位：县教育局、县财政局，分工负责",
    ],
)
def test_how_work_is_shared_is_no_body(note):
    assert owners("修缮校舍。" + note) == [(("县教育局", "县财政局"), ())]


@pytest.mark.parametrize(
    "words",
    [
        "采取政府补贴方式，为困难家庭改造厨房。",
        "治理方案须经市级主管部门审定后实施。",
        "须经县级主管部门同意后实施。",
    ],
)
def test_a_name_begins_with_no_verb(words):
    assert {lead for lead, _ in owners(words)} == {()}


@pytest.mark.parametrize("who", ["主要负责同志", "各镇主要负责同志"])
def test_who_is_responsible_first(who):
    assert owners(f"{who}为第一责任人，要定期检查。") == [((who,), ())]


def test_helpers_of_a_note_help_whom_it_names():
    same = "各村要登记外来车辆。（责任单位：各村；县公安局配合）"
    other = "由县公安局登记外来车辆；清点库存农药。\n牵头单位：县农业局\n配合单位：各村"
    assert owners(same) == [(("各村",), ("县公安局",))]
    assert owners(other) == [(("县公安局",), ()), (("县农业局",), ("各村",))]


def test_what_is_measured_is_no_act():
    assert owners("每名党员学习时间不少于三天。") in ([], [((), ())])
