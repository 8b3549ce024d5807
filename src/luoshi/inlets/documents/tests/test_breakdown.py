"""What the breakdown finds in single sentences, one rule at a time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from luoshi.inlets.documents.breakdown import break_down, main, render

HEAD = "关于做好有关工作的通知\n各单位：\n现将有关事项通知如下。\n一、任务\n"


def asked(words, head=HEAD):
    return break_down(head + words + "\n").requirements


def quotes(words, head=HEAD):
    return [requirement.quote for requirement in asked(words, head)]


class TestSpans:
    def test_each_action_with_its_own_result_stands_alone(self):
        assert quotes("各镇要修订应急预案，配齐值班人员，公布求助电话。") == [
            "各镇要修订应急预案",
            "配齐值班人员",
            "公布求助电话",
        ]

    def test_a_result_hoped_for_stays_with_its_action(self):
        assert quotes("要开展拉网式排查，确保不留死角，防止带病运行。") == [
            "开展拉网式排查，确保不留死角，防止带病运行"
        ]

    def test_a_circumstance_belongs_to_what_follows(self):
        assert quotes("按照属地管理的要求，对辖区内的出租房屋，要逐户登记。") == [
            "按照属地管理的要求，对辖区内的出租房屋，要逐户登记"
        ]

    def test_general_emphasis_stays_with_the_first_concrete_clause(self):
        assert quotes("加强社会监督，设立举报信箱。") == ["加强社会监督，设立举报信箱"]

    def test_connectives_in_front_are_left_out(self):
        assert quotes("同时，要建立回访制度。") == ["建立回访制度"]

    def test_semicolons_part_requirements(self):
        assert quotes("围绕解决出行难的问题，改造旧桥；围绕解决吃水难的问题，打深水井。") == [
            "围绕解决出行难的问题，改造旧桥",
            "围绕解决吃水难的问题，打深水井",
        ]

    def test_a_run_in_title_is_a_label(self):
        text = "（一）完善制度。要修订考勤办法。\n（二）严格执纪。要开展明察暗访。"
        assert quotes(text) == ["修订考勤办法", "开展明察暗访"]

    def test_commas_inside_quotations_part_nothing(self):
        assert quotes("要落实“谁主管，谁负责”的规定。") == ["落实“谁主管，谁负责”的规定"]


class TestType:
    @pytest.mark.parametrize(
        "words", ["提高思想认识", "牢固树立底线思维", "增强责任感和使命感", "密切配合", "充分认识此项工作的重要意义"]
    )
    def test_an_attitude_is_a_stance(self, words):
        assert [requirement.type for requirement in asked(f"各级干部要{words}。")] == ["stance"]

    @pytest.mark.parametrize(
        "words", ["建立领导包片制度", "立行立改", "逐户走访慰问", "不得收取任何费用", "公示办理结果"]
    )
    def test_what_can_be_shown_is_an_action(self, words):
        assert [requirement.type for requirement in asked(f"各级干部要{words}。")] == ["action"]

    def test_sections_of_aims_hold_stances(self):
        text = "一、指导思想\n坚持预防为主，完善治理体系。\n二、主要任务\n完善巡查制度。"
        assert [requirement.type for requirement in asked(text, HEAD.replace("一、任务\n", ""))] == ["stance", "action"]


class TestOwners:
    @pytest.mark.parametrize(
        ("words", "lead", "assist"),
        [
            ("市教育局、市财政局要安排专项资金。", ("市教育局", "市财政局"), ()),
            ("各区县、各有关部门和单位要开展自查。", ("各区县", "各有关部门", "单位"), ()),
            ("工业和信息化部、文化和旅游部要制定标准。", ("工业和信息化部", "文化和旅游部"), ()),
            ("各省、自治区、直辖市人民政府要制定方案。", ("各省、自治区、直辖市人民政府",), ()),
            ("由市水务局负责疏浚河道。", ("市水务局",), ()),
            ("市水务局要会同有关部门建立巡查制度。", ("市水务局",), ("有关部门",)),
            ("建立巡查制度。（市水务局牵头，市公安局、市城管局配合）", ("市水务局",), ("市公安局", "市城管局")),
            ("建立巡查制度。（市水务局、市公安局等部门按职责分工负责）", ("市水务局", "市公安局"), ()),
            ("建立巡查制度（市水务局牵头，各街道按职责分工负责）。", ("市水务局",), ("各街道",)),
            ("民政、财政、医保等部门要共享数据。", ("民政", "财政", "医保"), ()),
            ("请市档案馆开展业务培训。", ("市档案馆",), ()),
            ("发展改革委要将项目纳入规划。", ("发展改革委",), ()),
            ("要将项目交由施工单位自行管理。", (), ()),
            ("要加强对企业的服务。", (), ()),
            ("组长由分管副市长担任，成员由有关部门负责人组成。", (), ()),
        ],
    )
    def test_bodies_named(self, words, lead, assist):
        found = asked(words)
        assert (found[0].lead, found[0].assist) == (lead, assist)

    def test_owner_lines_cover_the_item_before_them(self):
        text = (
            "1.清理占道经营。\n责任单位：区城管局\n配合单位：各街道\n完成时限：2023年3月底前\n"
            "2.修缮破损路面。\n责任单位：区住建局"
        )
        first, second = asked(text)
        assert (first.lead, first.assist, first.deadline) == (("区城管局",), ("各街道",), "2023年3月底前")
        assert (second.lead, second.assist, second.deadline) == (("区住建局",), (), None)

    def test_the_first_of_a_bracket_leads_where_the_text_says_so(self):
        text = "推广电子证照。（公安厅、民政厅负责，列第一位的为牵头单位，下同）\n简化办事流程。（民政厅、税务局负责）"
        assert [(found.lead, found.assist) for found in asked(text)] == [
            (("公安厅",), ("民政厅",)),
            (("民政厅",), ("税务局",)),
        ]

    def test_a_body_carries_over_while_it_is_the_only_one(self):
        assert [found.lead for found in asked("市林业局要组织飞播造林。要建立管护队伍。")] == [("市林业局",)] * 2
        found = asked("市林业局要组织飞播造林。市财政局要拨付资金。要建立管护队伍。")
        assert [one.lead for one in found] == [("市林业局",), ("市财政局",), ()]


class TestDeadlines:
    @pytest.mark.parametrize(
        ("words", "deadline"),
        [
            ("要于2024年6月底前建成新校舍。", "2024年6月底前"),
            ("年底前建成新校舍。", "年底前"),
            ("会后一周内上报方案。", "会后一周内"),
            ("要在3个工作日内答复群众。", "3个工作日内"),
            ("春节前发放补贴。", "春节前"),
            ("到2025年底建成三座水厂。", "到2025年底"),
            ("5月20日前上报方案。", "5月20日前"),
            ("要将办理时间压缩至5个工作日以内。", None),
            ("要及时上报方案。", None),
            ("自2020年1月1日起，对新增企业免收费用。", None),
        ],
    )
    def test_limits(self, words, deadline):
        assert asked(words)[0].deadline == deadline

    def test_a_date_said_afterwards_reaches_back(self):
        found = asked("要开展全面自查，建立问题清单。该项工作于2022年4月底前完成。")
        assert [one.deadline for one in found] == ["2022年4月底前"] * 2

    def test_a_date_for_all_reaches_all_items(self):
        found = asked("1.要开展自查。\n2.要上报总结。\n以上工作请于6月底前完成。", HEAD.replace("一、任务\n", ""))
        assert [one.deadline for one in found] == ["6月底前"] * 2


class TestProblems:
    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            ("围绕解决停车难的问题，新建停车场。", "停车难"),
            ("针对排查发现的问题，制定整改措施。", "排查发现的问题"),
            ("针对供水不足、水压不稳等情况，更换管网。", "供水不足、水压不稳"),
            ("针对关键环节进行抽查。", None),
            ("新建停车场。", None),
        ],
    )
    def test_problem(self, words, problem):
        assert asked(words)[0].problem == problem


class TestSpeakers:
    NEWS = "全县工作会议召开\n5月6日，全县工作会议召开。县委书记孙玉林出席会议并讲话。\n"

    def test_who_speaks(self):
        found = asked("孙玉林强调，要建立包村制度。要开展夜访。\n县长何敏要求，各镇要上报台账。", self.NEWS)
        assert [one.speaker for one in found] == ["孙玉林", "孙玉林", "何敏"]

    @pytest.mark.parametrize(
        ("cue", "speaker"),
        [
            ("县委主要负责同志强调", "县委主要负责同志"),
            ("镇长要求", "镇长"),
            ("县委副书记、县长指出", "县委副书记、县长"),
            ("县政府分管领导就抗旱工作提出三点要求", "县政府分管领导"),
            ("会议强调", "会议"),
            ("县政府常务会议要求", "会议"),
        ],
    )
    def test_whoever_speaks_without_a_name(self, cue, speaker):
        found = asked(f"{cue}，要建立包村制度。", self.NEWS)
        assert [one.speaker for one in found] == [speaker]

    def test_an_official_who_only_explains_asks_nothing(self):
        assert not asked("县水利局有关负责人介绍，要建立包村制度。", self.NEWS)

    def test_a_post_that_speaks_and_then_he(self):
        found = asked("县委分管负责同志就抗旱工作作补充强调。他说，要开展夜访。", self.NEWS)
        assert [one.speaker for one in found] == ["县委分管负责同志"]

    @pytest.mark.parametrize(
        ("words", "speaker"),
        [
            ("他强调，要建立包村制度。", "孙玉林"),
            ("孙玉林表示，要建立包村制度。", "孙玉林"),
            ("县委书记、县防指政委孙玉林强调指出，要建立包村制度。", "孙玉林"),
            ("副县长赵卫东就抗旱工作作了安排部署，要求建立包村制度。", "赵卫东"),
        ],
    )
    def test_whoever_was_said_to_speak(self, words, speaker):
        assert [(one.quote, one.speaker) for one in asked(words, self.NEWS)] == [("建立包村制度", speaker)]

    def test_she_is_the_holder_of_a_post_named_before(self):
        found = asked("她要求，要建立巡河制度。", "县长到河东镇调研\n5月6日，县长何敏到河东镇调研水利工作。\n")
        assert [one.speaker for one in found] == ["何敏"]

    def test_he_is_the_one_who_spoke_last(self):
        found = asked("孙玉林指出，要建立包村制度。\n他强调，要开展夜访。", self.NEWS)
        assert [one.speaker for one in found] == ["孙玉林", "孙玉林"]

    def test_commentators_ask_nothing(self):
        assert not asked("专家李明表示，要建立评估制度。村民王芳说，必须修好这条路。", self.NEWS)

    def test_what_was_done_asks_nothing(self):
        assert not asked(
            "孙玉林指出，去年以来，全县建成了三座水厂，取得了明显成效。会议听取了三个镇的汇报。", self.NEWS
        )

    def test_the_meeting_decides(self):
        found = asked("会议决定，对先进集体给予表彰，由县人社局制定办法。", self.NEWS)
        assert [(one.quote, one.speaker, one.lead) for one in found] == [
            ("对先进集体给予表彰", "会议", ()),
            ("由县人社局制定办法", "会议", ("县人社局",)),
        ]

    def test_a_stance_that_opens_a_speech_holds_the_rest(self):
        found = asked("孙玉林强调，要进一步加强领导、健全机制。要建立包村制度。各镇要配齐人员。", self.NEWS)
        assert [one.parent for one in found] == [None, "r1", "r1"]


class TestClauses:
    def test_reasons(self):
        text = HEAD + "近年来，我县取得了明显成效。\n各镇要开展自查。\n特此通知。\n某县人民政府\n2020年1月2日\n"
        found = {text[clause.start : clause.end].strip(): clause.reason for clause in break_down(text).clauses}
        assert found["关于做好有关工作的通知"] == "heading"
        assert found["近年来，我县取得了明显成效。"] == "report"
        assert found["各镇要开展自查。"] is None
        assert found["2020年1月2日"] == "furniture"

    @pytest.mark.parametrize("text", ["", " \n\t", "今天天气很好。", "abc 123", "\x00\x01\x02"])
    def test_a_text_that_asks_nothing(self, text):
        found = break_down(text)
        assert found.requirements == ()
        assert "".join(text[clause.start : clause.end] for clause in found.clauses) == text


class TestOutput:
    def test_json_has_the_annotation_form(self, tmp_path, capsys):
        path = tmp_path / "a.txt"
        path.write_text(HEAD + "各镇要在6月底前开展自查。\n", encoding="utf-8")
        assert main(path, as_json=True) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["document"] == "a.txt"
        assert found["kind"] == "notice"
        row = found["requirements"][0]
        assert list(row) == [
            "id",
            "quote",
            "start",
            "end",
            "type",
            "speaker",
            "lead",
            "assist",
            "deadline",
            "problem",
            "parent",
        ]
        assert (row["quote"], row["lead"], row["deadline"]) == ("各镇要在6月底前开展自查", ["各镇"], "6月底前")

    def test_table_says_what_is_undecided(self):
        table = render(break_down(HEAD + "要开展自查。\n"))
        assert "要求 1 条" in table
        assert "承办待定" in table
        assert "时限待定" in table

    def test_table_speaks_the_words_of_the_review(self):
        table = render(break_down(HEAD + "要开展自查。\n会议在礼堂举行。\n"))
        assert "个无要求" in table
        assert "事项 " not in table
        assert "要求  " in table

    def test_no_django_is_imported(self):
        code = (
            "import sys; import luoshi.inlets.documents.breakdown as b; "
            "b.break_down('要开展自查。'); sys.exit('django' in sys.modules)"
        )
        folder = Path(__file__).resolve().parents[4]
        assert subprocess.run([sys.executable, "-c", code], cwd=folder, check=False).returncode == 0  # noqa: S603 - our own code


def test_the_line_above_a_web_page_is_no_addressee():
    text = (
        "我县召开春耕备耕工作会议\n发布时间:2018-03-02 信息来源:县政府办 浏览次数:\n"
        "3月1日,我县召开春耕备耕工作会议。县长周文海出席会议并讲话。\n"
        "周文海强调,要抓紧备足农资。各乡镇要在3月底前完成农机检修。\n"
    )
    found = break_down(text)
    assert found.kind == "meeting_report"
    assert {item.speaker for item in found.requirements} == {"周文海"}
