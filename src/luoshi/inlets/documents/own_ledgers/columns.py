"""Which column of a ledger holds what, however it is called and in whatever order. Plain Python.

The headings are looked for in the first rows; two rows of headings are read as one, a merged cell over several
columns going before what stands under it. Names of columns: domain practice of 征求意见、问题、整改、督办 ledgers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luoshi.base.text import fold

LOOKED_THROUGH = 20  # rows in which headings are looked for
LEAST = 2  # columns that have to be recognised


class Field(StrEnum):
    """What a column can hold."""

    NUMBER = "number"
    TITLE = "title"
    DETAIL = "detail"
    LEAD = "lead"
    ASSIST = "assist"
    PERSON = "person"
    STARTED = "started"
    DUE = "due"
    EXTENDED = "extended"
    CLOSED = "closed"
    STATUS = "status"
    PROGRESS = "progress"
    SOURCE = "source"
    REMARK = "remark"


def listed(words: str) -> tuple[str, ...]:
    """Names written with blanks between."""
    return tuple(words.split())


NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.NUMBER: listed("序号 编号 统一编号 问题编号 督办编号 事项编号 任务编号 号"),
    Field.TITLE: listed(
        "事项 督办事项 督查内容 督查事项 事项名称 事项内容 问题 问题表述 存在问题 整改问题 "
        "问题清单 反馈问题 任务 工作任务 重点任务 整改任务 任务内容 具体任务 工作内容 "
        "意见原文 意见建议 意见内容 问题描述 主要问题 内容"
    ),
    Field.DETAIL: listed("整改措施 工作措施 措施 具体措施 整改目标 目标 具体要求 办复要求 工作要求 要求 目标要求"),
    Field.LEAD: listed(
        "牵头单位 责任单位 承办单位 主办单位 责任部门 牵头部门 承办部门 主责单位 整改单位 "
        "认领单位 承办 牵头责任单位 整改责任单位 落实单位"
    ),
    Field.ASSIST: listed("配合单位 协办单位 协助单位 配合部门 协办部门 参与单位 会办单位"),
    Field.PERSON: listed(
        "责任领导 分管领导 牵头领导 包抓领导 责任人 具体责任人 第一责任人 联系人 督导人 认领人 经办人"
    ),
    Field.STARTED: listed(
        "开始时间 开始时限 起始时间 交办时间 交办日期 收文时间 立项时间 发现日期 发现时间 "
        "征求日期 登记日期 下达时间 布置时间"
    ),
    Field.DUE: listed(
        "完成时限 办理时限 整改时限 时限 完成时间 办结时限 要求完成时间 截止时间 截止日期 "
        "限办日期 时限要求 计划完成时间 完成期限 整改期限 办理期限 承诺时限 反馈时限"
    ),
    Field.EXTENDED: listed("延期 延期至 延期时间 延期后时限 调整后时限 展期"),
    Field.CLOSED: listed("销号日期 销号时间 办结日期 办结时间 完成日期 实际完成时间 实际办结时间"),
    Field.STATUS: listed("状态 办理状态 完成情况 是否完成 是否办结 是否销号 整改状态 进展状态 办结情况 销号情况"),
    Field.PROGRESS: listed(
        "进展 办理情况 进展情况 整改情况 落实情况 答复情况 整改进展 工作进展 整改成效 成效 办理进展"
    ),
    Field.SOURCE: listed("任务来源 立项依据 来源 问题来源 意见来源 来源意见编号 依据"),
    Field.REMARK: listed("备注 说明 其他"),
}
_BY_NAME = {fold(name): kind for kind, names in NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a ledger: on which row they end, how each column is called, and what each was taken for."""

    last_row: int
    names: tuple[str, ...]
    fields: tuple[Field | None, ...]

    def column(self, field: Field) -> int | None:
        """The column that holds a field."""
        return next((n for n, found in enumerate(self.fields) if found is field), None)


def with_fields(found: Headings, chosen: Mapping[int, Field | None]) -> Headings:
    """The headings with what a person took some columns for."""
    fields = [chosen.get(column, field) for column, field in enumerate(found.fields)]
    return Headings(found.last_row, found.names, tuple(fields))


class NoHeadings(ValueError):
    """No row names a column with what has to be done."""


def headings(rows: Sequence[tuple[int, list[str]]]) -> Headings:
    """The headings among the first rows. Raises NoHeadings."""
    best: Headings | None = None
    for at in range(min(LOOKED_THROUGH, len(rows))):
        for depth in (1, 2):
            if at + depth > len(rows):
                continue
            found = _headings([cells for _number, cells in rows[at : at + depth]], rows[at + depth - 1][0])
            if _score(found) > _score(best):
                best = found
    if best is None or best.column(Field.TITLE) is None or _score(best) < LEAST:
        raise NoHeadings
    return best


def _score(found: Headings | None) -> int:
    if found is None or found.column(Field.TITLE) is None:
        return 0
    return sum(field is not None for field in found.fields)


def _headings(rows: Sequence[list[str]], last_row: int) -> Headings:
    width = max((len(row) for row in rows), default=0)
    rows = [row for row in rows if not _is_title(row)] or rows
    names = []
    for column in range(width):
        parts = [row[column] if column < len(row) else "" for row in rows]
        names.append(" ".join(dict.fromkeys(part for part in map(_plain, parts) if part)))
    return Headings(last_row, tuple(names), tuple(_once([_field(name) for name in names])))


def _is_title(row: Sequence[str]) -> bool:
    """One thing said over the whole width, as a merged cell is: what the table is called, no heading of a column."""
    return len(row) > 1 and len(set(row)) == 1


def _plain(name: str) -> str:
    return "".join(name.split())


def _field(name: str) -> Field | None:
    """What a column is by its whole name, its lower heading, or a known name inside it."""
    words = name.split(" ")
    for candidate in (fold(name), *(fold(word) for word in reversed(words))):
        if candidate in _BY_NAME:
            return _BY_NAME[candidate]
    whole = fold(name)
    inside = [known for known in _BY_NAME if len(known) > 1 and known in whole]
    return _BY_NAME[max(inside, key=len)] if inside and len(whole) <= len(max(inside, key=len)) + 8 else None


def _once(fields: list[Field | None]) -> list[Field | None]:
    """A field is held by one column: the first; details, persons and remarks may be several."""
    seen: set[Field] = set()
    result: list[Field | None] = []
    for field in fields:
        again = field in seen and field not in {Field.DETAIL, Field.PERSON, Field.PROGRESS, Field.REMARK, Field.SOURCE}
        result.append(None if again else field)
        if field:
            seen.add(field)
    return result
