"""Shows the pages of the gallery with made-up contents, as a viewer who holds two posts."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.template import engines

from luoshi.people.viewer import Duty, PostRef, UnitRef, Viewer
from luoshi.web import errors
from luoshi.web.charts import Multiple, Part, Point
from luoshi.web.forms import FormPage
from luoshi.web.parts import Cell, Column, Crumb, Fact, Pager, Step, Table
from luoshi.web.registry import Act, MenuItem, Todo

HERE = Path(__file__).parent
DISTRICT = UnitRef(UUID(int=1), "130209", "曹妃甸区", "district", "01")
TOWN = UnitRef(UUID(int=2), "130209101", "唐海镇", "town", "0101")
LIAISON = PostRef(UUID(int=3), Duty.LIAISON, "联络员", TOWN, TOWN)
OFFICE = PostRef(UUID(int=4), Duty.OFFICE, "活动办", DISTRICT, DISTRICT)
VIEWER = Viewer(1, UUID(int=5), "示例人员", "130209", LIAISON, (LIAISON, OFFICE))
TODAY = date(2014, 4, 14)


def at(day, hour=9, minute=0):
    return datetime(2014, 4, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


class ClaimForm(forms.Form):
    words = forms.CharField(label="完成情况", widget=forms.Textarea, help_text="两三句话即可；已报过的不必再写。")
    on = forms.DateField(label="完成日期", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(
        label="佐证类别", choices=[("a", "本单位材料"), ("b", "第三方记录")], widget=forms.RadioSelect
    )
    file = forms.FileField(label="佐证文件", required=False, help_text="不超过 20 MB。")
    answered = forms.BooleanField(label="已当面告知群众", required=False)


class FilterForm(forms.Form):
    q = forms.CharField(label="查找", required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("a", "待签收")], required=False)
    light = forms.ChoiceField(label="办理时限", choices=[("", "全部"), ("red", "超期")], required=False)


TODOS = [
    Todo(
        "整治“门难进、脸难看、事难办”，窗口单位公开办事流程",
        "#",
        date(2014, 4, 12),
        "red",
        "区委活动办",
        "报进展",
        "已超期",
    ),
    Todo("各级党组织书记带头讲一次党课", "#", date(2014, 4, 14), "blue", "区委活动办", "申请销号", "今天"),
    Todo("蹲点干部与群众同吃同住同劳动", "#", date(2014, 4, 30), "green", "区委活动办", "签收", "等我办理", 11),
    Todo(
        "对软弱涣散基层党组织逐一制定整顿方案，做到一村一策、一企一策，明确整顿时限和责任人",
        "#",
        date(2014, 5, 20),
        "amber",
        "区委组织部",
        "签收",
        "等我办理",
    ),
    Todo("梳理群众意见建议并公示", "#", None, "", "区委督导组", "回复", "等我办理"),
]
STEPS = [
    Step(at(10, 8, 40), "区委活动办", "交办", note="办理时限 2014年4月30日"),
    Step(at(11, 9, 5), "唐海镇 联络员", "签收"),
    Step(
        at(18, 16, 30),
        "唐海镇 联络员",
        "报进展",
        words="已走访七个村队，收集意见二十三条，其中排水沟清淤五条已安排施工。",
        grade="E1",
        url="#",
        link="走访记录.docx",
    ),
    Step(
        at(25, 10, 0),
        "区委督导组",
        "核查不通过",
        words="第三村队活动室屋顶尚未修缮，与所报不符。",
        light="red",
        grade="E5",
    ),
]
FACTS = [
    Fact("牵头单位", "唐海镇", "#"),
    Fact("配合单位", "水务局、民政局"),
    Fact("办理时限", "2014年4月30日", note="区委活动办定，一次延期前为 4月25日"),
    Fact("佐证等级", "E1"),
]
ACTS = [
    Act("progress", "报进展", "#", "写两句话，活动办和督导组当天看到", primary=True),
    Act("pass", "转办下级", "#", "分给下属 22 个村队，各定时限"),
    Act("extend", "申请延期", "#", "由区委活动办决定，原时限保留可见"),
]
TABLE = Table(
    "事项",
    [
        Column("事项", "title"),
        Column("单位"),
        Column("状态", "state"),
        Column("办理时限", "date"),
        Column("时限", "light"),
        Column("佐证", "grade"),
        Column("天数", "number"),
    ],
    [
        [
            Cell("窗口单位公开办事流程", "#", "报告第三部分第二条"),
            "唐海镇",
            "refused",
            date(2014, 4, 12),
            "red",
            "E1",
            14,
        ],
        [Cell("书记带头讲一次党课", "#"), "一农场", "claimed", date(2014, 4, 30), "blue", "E2", 6],
        [Cell("排水沟清淤", "#"), "七农场", "accepted", date(2014, 5, 20), "green", "E0", 0],
        [Cell("整顿方案一村一策", "#"), "滨海镇", "closed", date(2014, 4, 20), "", "E5", 9],
    ],
    ["合计", "4 个单位", "withdrawn", None, "", "", 29],
)
GRADES = [
    Part("E0 仅本单位申报", 98, "E0"),
    Part("E1 本单位材料", 120, "E1"),
    Part("E2 另有用途的记录", 64, "E2"),
    Part("E3 第三方记录", 40, "E3"),
    Part("E4 受影响者确认", 22, "E4"),
    Part("E5 现场查实", 9, "E5"),
]
LIGHTS = [
    Part("超期", 41, "red"),
    Part("滞后", 28, "amber"),
    Part("临期", 60, "blue"),
    Part("正常", 281, "green"),
    Part("时限待定", 35, "none"),
]
CONTEXT = {
    "todos": TODOS, "steps": STEPS, "facts": FACTS, "acts": ACTS, "table": TABLE, "grades": GRADES, "lights": LIGHTS,
    "points": [Point("4月9日", 0), Point("4月16日", 31), Point("4月23日", 58), Point("4月30日", 120), Point("5月7日", 181)],
    "many": [Multiple(name, [Part("超期", a, "red"), Part("临期", b, "blue"), Part("正常", c, "green")], "#") for name, a, b, c in [("唐海镇", 3, 8, 21), ("滨海镇", 0, 4, 12), ("柳赞镇", 6, 1, 9), ("一农场", 1, 2, 14), ("七农场", 0, 0, 11), ("孙塘庄村", 2, 3, 4)]],
    "crumbs": [Crumb("看板", "#"), Crumb("唐海镇", "#"), Crumb("窗口单位公开办事流程")],
    "pager": Pager(previous="before=3", next="after=9", shown=4, total=186),
    "unit": TOWN, "due_soon": date(2014, 4, 17), "due_past": date(2014, 4, 12), "today": TODAY,
    "words": "各级各部门要切实把整治“门难进、脸难看、事难办”作为第一批任务，窗口单位四月底前公开办事流程、时限和责任人，接受群众监督。",
    "page": FormPage("申请销号", "申请销号", 2, "区委活动办通知第 7 号", "#", "窗口单位公开办事流程", "核查由督导组另派人进行"),
}  # fmt: skip


def menu():
    items = [
        ("工作台", "desk"),
        ("事项", "matter"),
        ("文件", "document"),
        ("看板", "board"),
        ("报表", "report"),
        ("单位", "unit"),
    ]
    return [MenuItem(title, "nowhere", icon, n, lambda _v: True) for n, (title, icon) in enumerate(items)]


def show(request, name):
    if name == "error":
        return errors.not_found(request)
    anonymous = name == "public"
    request.viewer = None if anonymous else VIEWER
    form = ClaimForm({"words": ""} if name == "refused" else None)
    if name == "desk":
        messages.success(request, "已签收 11 件。")
    text = (HERE / ("form.html" if name == "refused" else f"{name}.html")).read_text("utf-8")
    template = engines["django"].from_string(text)
    items = [] if anonymous else menu()
    extra = {"form": form, "filter_form": FilterForm(request.GET or {"state": "a"}), **CONTEXT}
    return HttpResponse(
        template.render(extra | {"menu": items, "here": items[0].url if items else ""}, request), status=422 if name == "refused" else 200
    )
