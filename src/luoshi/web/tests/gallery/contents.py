"""Made-up contents for the gallery."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from luoshi.people.viewer import Duty, PostRef, UnitRef, Viewer
from luoshi.web.charts import Multiple, Part, Point
from luoshi.web.forms import FormPage
from luoshi.web.parts import Cell, Column, Crumb, Fact, Pager, Step, Table
from luoshi.web.registry import Act, Todo

DISTRICT = UnitRef(UUID(int=1), "130209", "曹妃甸区", "district", "01")
TOWN = UnitRef(UUID(int=2), "130209101", "唐海镇", "town", "0101")
LIAISON = PostRef(UUID(int=3), Duty.LIAISON, "联络员", TOWN, TOWN)
OFFICE = PostRef(UUID(int=4), Duty.OFFICE, "活动办", DISTRICT, DISTRICT)
VIEWER = Viewer(1, UUID(int=5), "示例人员", "130209", LIAISON, (LIAISON, OFFICE))
BEIJING = ZoneInfo("Asia/Shanghai")
APRIL = {n: date(2014, 4, n) for n in range(1, 31)}
MAY = {n: date(2014, 5, n) for n in range(1, 32)}
LONG = "对软弱涣散的基层组织逐一制定整顿方案，做到一村一策、一企一策，写明整顿时限和责任人"
VISITED = "已走访七个村队，收集意见二十三条，其中排水沟清淤五条已安排施工。"

TODOS = [
    Todo("窗口单位公开办事流程、时限和责任人", "#", APRIL[12], "red", "区委活动办", "报进展", "已超期"),
    Todo("书记带头讲一次党课", "#", APRIL[14], "blue", "区委活动办", "申请销号", "今天到期"),
    Todo("蹲点干部驻村安排", "#", APRIL[30], "green", "区委活动办", "签收", "等我办理", 11),
    Todo(LONG, "#", MAY[20], "yellow", "区委组织部", "签收", "等我办理"),
    Todo("梳理群众意见建议并公示", "#", None, "", "区委督导组", "回复", "等我办理"),
]
STEPS = [
    Step(datetime(2014, 4, 10, 8, 40, tzinfo=BEIJING), "区委活动办", "交办", note="办理时限 2014年4月30日"),
    Step(datetime(2014, 4, 11, 9, 5, tzinfo=BEIJING), "唐海镇 联络员", "签收"),
    Step(
        datetime(2014, 4, 18, 16, 30, tzinfo=BEIJING),
        "唐海镇 联络员",
        "报进展",
        words=VISITED,
        grade="E1",
        url="#",
        link="走访记录.docx",
    ),
    Step(
        datetime(2014, 4, 25, 10, 0, tzinfo=BEIJING),
        "区委督导组",
        "核查",
        words="第三村队活动室屋顶尚未修缮，与所报不符。",
        light="red",
        word="核查不通过",
        grade="E5",
    ),
]
FACTS = [
    Fact("牵头单位", "唐海镇", "#"),
    Fact("配合单位", "水务局、民政局"),
    Fact("办理时限", "2014年4月30日", note="活动办定；延期前为 4月25日"),
    Fact("佐证等级", "E1 本单位材料"),
]
ACTS = [
    Act("progress", "报进展", "#", "写两句话，活动办和督导组当天看到", primary=True),
    Act("pass", "转办下级", "#", "分给下属 22 个村队，各定时限"),
    Act("extend", "申请延期", "#", "由区委活动办决定，原时限保留可见"),
]
TABLE = Table(
    "事项",
    [
        *(Column("事项", "title"), Column("单位"), Column("状态", "state"), Column("办理时限", "date")),
        *(Column("时限", "light"), Column("佐证", "grade"), Column("天数", "number")),
    ],
    [
        [Cell("公开办事流程", "#", "报告第三部分第二条"), "唐海镇", "working", APRIL[12], "red", "E1", 14],
        [Cell("书记带头讲一次党课", "#"), "一农场", "claimed", APRIL[30], "blue", "E2", 6],
        [Cell(LONG, "#"), "七农场", "accepted", MAY[20], "green", "E0", 0],
        [Cell("整顿方案一村一策", "#"), "滨海镇", "closed", APRIL[20], "none", "E5", 9],
        [Cell("排水沟清淤", "#"), "柳赞镇", "returned", None, "undecided", "", 3],
    ],
    ["合计", "5 个单位", None, None, "", "", 32],
)
GRADES = [
    Part("E0 仅有申报", 98, "E0"),
    Part("E1 本单位材料", 120, "E1"),
    Part("E2 另有用途的记录", 64, "E2"),
    Part("E3 第三方记录", 40, "E3"),
    Part("E4 受影响者确认", 22, "E4"),
    Part("E5 现场查实", 9, "E5"),
]
LIGHTS = [
    Part("超期", 41, "red", "#"),
    Part("滞后", 28, "amber", "#"),
    Part("临期", 60, "blue", "#"),
    Part("正常", 281, "green", "#"),
    Part("时限待定", 35, "none", "#"),
]
COUNTS = {
    "唐海镇": (3, 8, 21),
    "滨海镇": (0, 4, 12),
    "柳赞镇": (6, 1, 9),
    "一农场": (1, 2, 14),
    "七农场": (0, 0, 11),
    "孙塘庄村": (2, 3, 4),
}
CONTEXT = {
    "todos": TODOS,
    "steps": STEPS,
    "facts": FACTS,
    "acts": ACTS,
    "table": TABLE,
    "grades": GRADES,
    "lights": LIGHTS,
    "points": [Point(f"4月{n}日", value) for n, value in ((9, 0), (16, 31), (23, 58), (29, 120), (30, 181))],
    "many": [
        Multiple(name, [Part("超期", late, "red"), Part("临期", near, "blue"), Part("正常", fine, "green")], "#")
        for name, (late, near, fine) in COUNTS.items()
    ],
    "crumbs": [Crumb("看板", "#"), Crumb("唐海镇", "#"), Crumb("窗口单位公开办事流程")],
    "pager": Pager(previous="before=3", next="after=9", shown=5, total=186),
    "unit": TOWN,
    "due_soon": APRIL[17],
    "due_past": APRIL[12],
    "today": APRIL[14],
    "words": "窗口单位四月底前要把办事流程、时限和责任人公开出来，接受群众监督；门难进、脸难看、事难办的要逐件改。",
    "page": FormPage("申请销号", "申请销号", 2, "活动办通知第 7 号", "#", "公开办事流程", "由督导组另派人核查"),
}
