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
        "采取政府补助办法，为困难家庭改造厨房。",
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


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("每名县级领导干部包联一个重点项目。", ("每名县级领导干部",)),
        ("任何单位和个人不得占用消防通道。", ("任何单位", "个人")),
        ("主要负责人要组织演练。", ("主要负责人",)),
        ("汛期主要负责人外出必须报备。", ("主要负责人",)),
        ("中小学校应当公示食谱。", ("中小学校",)),
        ("市场开办单位要清运垃圾。", ("市场开办单位",)),
        ("物业服务企业须公示收费标准。", ("物业服务企业",)),
        ("县级人民政府应当编制规划。", ("县级人民政府",)),
        ("县乡两级开展联合检查。", ("县乡两级",)),
        ("6月底前县乡两级要修好防洪堤。", ("县乡两级",)),
        ("所需资金由市县两级按比例分担。", ("市县两级",)),
        ("未成年人的父母或者其他监护人应当教育未成年人守法。", ("未成年人的父母或者其他监护人",)),
        ("渠道管护“三个责任人”要公示电话。", ("渠道管护“三个责任人”",)),
        ("水、电、气等经营单位要检修管道。", ("水、电、气等经营单位",)),
        ("教育、卫生健康、共青团等部门和单位要开展宣讲。", ("教育", "卫生健康", "共青团")),
        ("9月底前县水利局要完成清淤。", ("县水利局",)),
        ("由县财政局扣除经费。", ("县财政局",)),
        ("对擅自停工的，由住建主管部门责令复工。", ("住建主管部门",)),
        ("保护企业权益，不得乱收费。", ()),
        ("要引导企业建立岗位责任制。", ()),
        ("要完善县乡两级联动机制。", ()),
    ],
)
def test_posts_and_groups_act_only_as_subjects(words, lead):
    assert {found for found, _ in owners(words)} == {lead}


def test_companies_that_share_one_word_are_helpers_one_by_one():
    assert owners("县气象局要会同供水、供电公司检修管线。") == [(("县气象局",), ("供水", "供电公司"))]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "由区住建局牵头，区财政局、柳河街道办配合，修缮危房，一月内报区政府；编制预算。",
            [(("区住建局",), ("区财政局", "柳河街道办"))] * 3,
        ),
        ("由区住建局牵头成立工作组，逐户核实身份，建立台账。", [(("区住建局",), ())] * 2),
        ("由县公安局依法查处，收缴作案工具；公布举报电话。", [(("县公安局",), ())] * 2 + [((), ())]),
    ],
)
def test_how_far_by_whom_reaches(words, found):
    said = owners(words)
    assert said[-len(found) :] == found[-len(said) :]
    assert said == found[: len(said)]


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        ("用人单位应当缴纳保险。", ("用人单位",)),
        ("旅行社、景区、宾馆不得接待未登记人员。", ("旅行社", "景区", "宾馆")),
        ("中国人民银行河口支行、县农商行要发放贷款。", ("中国人民银行河口支行", "县农商行")),
        ("省、市、县三级要建立台账。", ("省、市、县三级",)),
        ("由各村（居）委会清运垃圾。", ("各村（居）委会",)),
        ("由县林业局补种树苗。", ("县林业局",)),
        ("企业主要负责人要组织演练。", ("企业主要负责人",)),
        ("县长负总责，建立调度制度。", ("县长",)),
        ("将车辆交由县公安局暂扣。", ()),
        ("村民自治章程要修订。", ()),
        ("对口帮扶单位要落实资金。", ("对口帮扶单位",)),
    ],
)
def test_more_ways_of_naming(words, lead):
    assert {found for found, _ in owners(words)} == {lead}


def test_a_bracket_whose_lead_is_told_by_its_place():
    assert owners("修建公厕。（县住建局；县财政局配合）") == [(("县住建局",), ("县财政局",))]


def test_a_thing_that_must_be_told_is_not_the_job_of_the_post_named_before():
    assert owners("值班人员外出必须请假，险情灾情必须在一小时内上报。")[-1] == ((), ())
