"""What the breakdown finds in plans, notices of faults, speeches, minutes and news."""

import pytest

from luoshi.inlets.documents.breakdown import break_down

NOTICE = "关于做好有关工作的通知\n各单位：\n现将有关事项通知如下。\n"
PLAN = "山阳镇秸秆禁烧工作方案\n为做好秸秆禁烧工作，制定本方案。\n"
SPEECH = "在全县水利工作会议上的讲话\n同志们：\n下面，我讲几点意见。\n"
NEWS = "全县水利工作会议召开\n5月6日，全县水利工作会议召开。县委书记孙玉林出席会议并讲话。\n"


def asked(text):
    return break_down(text + "\n").requirements


def quotes(text):
    return [one.quote for one in asked(text)]


def parents(text):
    found = asked(text)
    said = {one.id: one.quote for one in found}
    return {one.quote: said.get(one.parent or "") for one in found}


class TestPlans:
    def test_a_label_names_who_does_what_follows_it(self):
        found = asked(PLAN + "一、职责\n镇农业办：负责技术推广，办好示范田。\n镇派出所：查处露天焚烧行为。")
        assert [(one.quote, one.lead) for one in found] == [
            ("负责技术推广", ("镇农业办",)),
            ("办好示范田", ("镇农业办",)),
            ("查处露天焚烧行为", ("镇派出所",)),
        ]

    def test_a_filled_post_is_no_label(self):
        assert not any(one.lead == ("组长",) for one in asked(PLAN + "一、机构\n组长：开展巡查的副镇长。"))

    def test_the_limit_of_a_stage_covers_what_stands_under_it(self):
        text = (
            "一、步骤\n（一）排查阶段（4月10日前）。各村要清点地块。要在3月底前登记农机。\n"
            "（二）巡查阶段（5月1日至6月30日）。各村要组建巡查队。"
        )
        assert [one.deadline for one in asked(PLAN + text)] == ["4月10日前", "3月底前", None]

    def test_lead_units_lead_and_responsible_units_join_in(self):
        text = (
            "一、任务\n1.建设收储中心。（牵头单位：县农业局；责任单位：各镇）\n2.推广还田机具。（责任单位：县农机站）"
        )
        assert [(one.lead, one.assist) for one in asked(PLAN + text)] == [
            (("县农业局",), ("各镇",)),
            (("县农机站",), ()),
        ]

    def test_who_leads_and_who_is_responsible_beside(self):
        found = asked(PLAN + "一、任务\n1.建设收储中心。（县农业局牵头，各镇负责）")
        assert (found[0].lead, found[0].assist) == (("县农业局",), ("各镇",))

    def test_owners_said_in_a_sentence_of_their_own(self):
        text = (
            "一、任务\n1.建设收储中心，购置打捆机。由县农业局牵头，县财政局配合，4月底前完成。\n"
            "2.修建田间道路。责任单位：县交通局"
        )
        assert [(one.quote, one.lead, one.assist, one.deadline) for one in asked(PLAN + text)] == [
            ("建设收储中心", ("县农业局",), ("县财政局",), "4月底前"),
            ("购置打捆机", ("县农业局",), ("县财政局",), "4月底前"),
            ("修建田间道路", ("县交通局",), (), None),
        ]

    def test_owner_lines_after_a_row_of_measures_cover_the_row(self):
        text = (
            "一、任务\n问题一：河道乱堆乱放。\n整改措施：\n1.清运河滩垃圾。\n2.设立警示标牌。\n"
            "责任单位：县水利局\n督导单位：市水利局\n整改时限：2024年9月底前\n"
        )
        assert [(one.quote, one.lead, one.deadline) for one in asked(PLAN + text)] == [
            ("清运河滩垃圾", ("县水利局",), "2024年9月底前"),
            ("设立警示标牌", ("县水利局",), "2024年9月底前"),
        ]

    def test_numbered_measures_detail_the_demand_they_share_words_with(self):
        text = (
            "一、任务\n（一）发展设施农业，加固灌溉渠道。具体措施：\n"
            "1.新建设施农业大棚。（县农业局负责）\n2.清淤灌溉支渠。（县水利局负责）"
        )
        assert parents(PLAN + text)["新建设施农业大棚"] == "发展设施农业"
        assert parents(PLAN + text)["清淤灌溉支渠"] == "加固灌溉渠道"

    def test_members_of_a_group_are_its_content(self):
        text = "一、机构\n成立禁烧指挥部，由镇长任指挥长，副镇长任副指挥长，各村支部书记为成员，办公室设在镇农业办。"
        assert [(one.quote, one.lead) for one in asked(PLAN + text)] == [
            ("成立禁烧指挥部，由镇长任指挥长，副镇长任副指挥长，各村支部书记为成员", ()),
            ("办公室设在镇农业办", ("镇农业办",)),
        ]

    def test_a_period_is_no_demand(self):
        assert quotes(PLAN + "一、期限\n5月20日至6月20日为禁烧关键期。") == []

    def test_a_stage_run_into_its_line_is_a_title(self):
        found = asked(
            PLAN + "一、步骤\n1.排查阶段（4月10日前）：清点地块，登记农机。\n2.巡查阶段（5月至6月）：组建巡查队。"
        )
        assert [(one.quote, one.deadline) for one in found] == [
            ("清点地块", "4月10日前"),
            ("登记农机", "4月10日前"),
            ("组建巡查队", None),
        ]


class TestNotices:
    def test_a_section_of_faults_asks_nothing(self):
        text = (
            "一、存在的主要问题\n（一）管护不到位。东河村渠道淤塞严重，闸门锈蚀。\n"
            "二、工作要求\n（一）抓紧整改。各镇要清淤渠道。"
        )
        assert quotes(NOTICE + text) == ["各镇要清淤渠道"]

    def test_attached_papers_ask_nothing(self):
        assert quotes(NOTICE + "一、任务\n各镇要清淤渠道。\n附件：1.检查问题清单\n2.整改情况登记表") == [
            "各镇要清淤渠道"
        ]

    def test_points_named_by_a_label_are_labels(self):
        text = "一、要求\n一是压实责任。各镇要签订管护合同。二是强化督查。县水利局要开展暗访。"
        assert quotes(NOTICE + text) == ["各镇要签订管护合同", "县水利局要开展暗访"]

    def test_a_list_kept_of_a_search_is_part_of_it(self):
        found = parents(NOTICE + "一、任务\n各镇要逐村排查险段，建立险段台账。")
        assert found["建立险段台账"] == "各镇要逐村排查险段"

    def test_a_body_that_will_do_something_with_another(self):
        found = asked(NOTICE + "一、要求\n对整改不力的，县水利局将会同县督查室进行约谈。")
        assert [(one.lead, one.assist) for one in found] == [(("县水利局",), ("县督查室",))]

    @pytest.mark.parametrize(
        ("words", "lead"),
        [
            ("公安机关要打击非法采砂。", ("公安机关",)),
            ("供水、排水企业要检修泵站。", ("供水", "排水企业")),
            ("护林员每天巡护不少于两次。", ("护林员",)),
            ("各级抢险队伍要备足沙袋。", ("各级抢险队伍",)),
            ("严格落实院长（主任）接访制。", ()),
            ("各闸站具体落实值班制度。", ("各闸站",)),
            ("涉嫌违法的，移交县纪委监委处理。", ()),
            ("当前防汛处在关键阶段，要加密巡查。", ()),
        ],
    )
    def test_who_acts(self, words, lead):
        assert asked(NOTICE + "一、任务\n" + words)[0].lead == lead

    def test_a_body_nobody_knows_ends_what_was_carried(self):
        found = asked(NOTICE + "一、任务\n县水利局要检修闸门；各闸口值守点要备足沙袋。")
        assert [one.lead for one in found] == [("县水利局",), ()]

    def test_owner_clauses_hold_for_the_sentence(self):
        found = asked(NOTICE + "一、任务\n由县水利局牵头，县应急局配合，修订防汛预案，组织一次演练。")
        assert [(one.lead, one.assist) for one in found] == [(("县水利局",), ("县应急局",))] * 2

    @pytest.mark.parametrize(
        ("words", "deadline"),
        [
            ("险情发生后2小时内到达现场。", "险情发生后2小时内"),
            ("发现险情后，15分钟内报告值班室。", "15分钟内"),
            ("整治非法采砂，11月底前取得明显成效。", "11月底前"),
            ("每周五下午5时前报送进展。", "每周五下午5时前"),
            ("每日17时前报送灾情。", "每日17时前"),
            ("每季度至少会商一次。", None),
        ],
    )
    def test_limits(self, words, deadline):
        assert asked(NOTICE + "一、任务\n" + words)[0].deadline == deadline


class TestSpans:
    @pytest.mark.parametrize(
        "words",
        [
            "抓紧抓实水库安全，各镇要落实专人值守",
            "把险工险段作为重点，开展拉网式检查",
            "改造老旧管网，年底前漏损率降至9%以下",
            "加固病险水库，全面消除安全隐患",
            "推广节水器具，解决用水浪费问题",
            "派出专家组驻点指导，推动问题3日内解决",
            "上好节水第一课，通过亲子活动形式引导家庭节水",
            "建立险段台账，明确管护责任人和巡查频次",
            "对照问题清单，制定整改方案",
            "未经县水利局同意，任何单位不得挪用河道砂石",
            "县水利局要会同应急、气象等部门，开展联合会商",
            "县财政局每年安排200万元资金，用于渠道管护",
        ],
    )
    def test_one_requirement(self, words):
        assert quotes(NOTICE + "一、任务\n" + words + "。") == [words]

    @pytest.mark.parametrize(
        "clauses",
        [
            ["修订防汛预案", "严禁擅自开闸放水"],
            ["不得随意要求村组报表", "不得将留痕作为考核依据"],
            ["加强河道采砂监管", "建立巡查制度"],
            ["检修启闭设备", "对故障闸门限期修复"],
            ["备足防汛物资", "遇重大险情第一时间报告"],
            ["发现险情30分钟内响应", "2小时内处置到位"],
            ["打造2处节水教育基地", "举办不少于3场宣讲活动"],
        ],
    )
    def test_requirements_of_their_own(self, clauses):
        assert quotes(NOTICE + "一、任务\n" + "，".join(clauses) + "。") == clauses

    def test_a_ban_that_repeats_the_verb_is_the_standard(self):
        words = "腾退河滩改作公共绿地，不得改作经营场地"
        assert quotes(NOTICE + "一、任务\n" + words + "。") == [words]


class TestProblems:
    @pytest.mark.parametrize(
        ("words", "problem"),
        [
            ("围绕渠系不配套、用水不均等问题，改造支渠。", "渠系不配套、用水不均"),
            ("充实基层队伍，缓解管护人员不足问题。", "管护人员不足"),
            ("针对检查发现的共性问题，开展自查。", "检查发现的共性问题"),
        ],
    )
    def test_problem(self, words, problem):
        assert asked(NOTICE + "一、任务\n" + words)[0].problem == problem


class TestSpeeches:
    @pytest.mark.parametrize(
        "words",
        [
            "要在河道管护上下功夫。",
            "各镇要把防汛责任扛在肩上。",
            "各镇要深刻汲取教训，绷紧安全这根弦。",
            "要以高度的责任感抓好落实。",
            "要把水利建设作为头等大事。",
            "要迅速掀起冬修水利热潮。",
            "领导包抓要到位。",
            "要克服侥幸心理和麻痹思想。",
        ],
    )
    def test_stances(self, words):
        assert [one.type for one in asked(SPEECH + "一、任务\n" + words)] == ["stance"]

    def test_a_short_general_demand_heads_its_paragraph(self):
        found = asked(SPEECH + "要严格考核奖惩。县水利局要每季开展一次检查。")
        assert [(one.type, one.parent) for one in found] == [("stance", None), ("action", "r1")]

    def test_a_numbered_point_that_only_announces_heads_what_follows(self):
        text = "一要毫不松懈抓防汛。各镇要检修闸门。\n二要用心用情抓供水。县水利局要改造旧管网。"
        found = asked(SPEECH + text)
        assert [one.type for one in found] == ["stance", "action"] * 2
        assert [one.parent for one in found] == [None, "r1", None, "r3"]

    def test_we_are_nobody_named_before(self):
        text = "县水利局要摸清险段底数。对群众反映的断水问题，我们要一件一件解决，件件有着落。"
        assert [(one.quote, one.lead) for one in asked(SPEECH + "一、任务\n" + text)] == [
            ("县水利局要摸清险段底数", ("县水利局",)),
            ("对群众反映的断水问题，我们要一件一件解决，件件有着落", ()),
        ]

    def test_the_stance_of_a_chapter_holds_the_stances_of_its_sections(self):
        text = (
            "一、任务\n要聚焦主业、突出重点。\n（一）要在建管并重上见实效。各镇要划定管护责任段。\n"
            "（二）要在节水增效上求突破。县水利局要核定用水定额。"
        )
        found = parents(SPEECH + text)
        assert found["在建管并重上见实效"] == "聚焦主业、突出重点"
        assert found["各镇要划定管护责任段"] == "在建管并重上见实效"
        assert found["县水利局要核定用水定额"] == "在节水增效上求突破"

    def test_points_detail_the_stance_before_them(self):
        text = "各镇要把防汛责任扛在肩上。一是强化值守。各闸站要落实双人值班。二是备足物资。县水利局要补充编织袋。"
        found = parents(SPEECH + "一、任务\n" + text)
        assert found["各闸站要落实双人值班"] == found["县水利局要补充编织袋"] == "各镇要把防汛责任扛在肩上"

    def test_who_goes_on_asking_before_the_word_that_obliges(self):
        text = "一是领导包抓要到位。对12座病险水库，由县级领导逐库包抓，包抓领导要每月现场办公。"
        assert "对12座病险水库，由县级领导逐库包抓" in quotes(SPEECH + "一、任务\n" + text)


class TestMinutesAndNews:
    def test_a_meeting_that_settles_who_does_what(self):
        text = (
            "县政府专题会议纪要\n纪要如下：\n会议原则同意引水工程方案。会议明确，由县水利局负责，6月底前办结用地手续；"
            "由县财政局牵头，提出融资方案，提交县政府常务会议审议。"
        )
        assert [(one.quote, one.lead) for one in asked(text)] == [
            ("原则同意引水工程方案", ()),
            ("由县水利局负责，6月底前办结用地手续", ("县水利局",)),
            ("由县财政局牵头，提出融资方案，提交县政府常务会议审议", ("县财政局",)),
        ]

    def test_details_of_a_meeting_stand_side_by_side(self):
        found = parents(NEWS + "会议强调，要建立巡河制度，对乱建乱堆限期清理。")
        assert found["对乱建乱堆限期清理"] is None

    def test_what_a_broad_campaign_consists_of_details_it(self):
        found = parents(NEWS + "孙玉林强调，要开展河道清障行动，拆除拦河渔网。")
        assert found["拆除拦河渔网"] == "开展河道清障行动"
