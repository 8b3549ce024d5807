"""Amounts, rates and limits in official Chinese, made comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass

from . import deadlines

_DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "亿": 100_000_000}
_NUMBER = r"(?:\d+(?:\.\d+)?|[〇零○一二两三四五六七八九十百千]+)"
_MEASURES = (
    r"个百分点|[%％]|万元|亿元|元|万人|人次|人|名|个|项|件|次|户|场|家|所|座|处|条|份|篇|天|日|周|年|月|小时|分钟|公里|米|亩|"
    r"公顷|吨|类|种|批|轮|倍|分|遍|期|间|辆|台|套|门|起|例|宗|页|本|册|支|组|片|株|头|床|班|级"
)
_AMOUNT = re.compile(
    rf"(?P<cap>不超过|不多于|不高于|控制在|压缩至|压缩到|压减至|压减到|缩短至|缩短到|降至|降到|降低到|限于|至多|最多)?"
    rf"(?P<share>百分之)?(?P<n>{_NUMBER})(?P<more>多|余)?(?P<m>{_MEASURES})?(?P<after>以内|之内|以下)?"
)
_OFTEN = re.compile(
    rf"每(?P<n>{_NUMBER})?(?P<u>个?工作日|天|日|周|旬|个?月|个?季度|季|半年|年)(?:度)?(?:至少|不少于|最少)?"
    rf"(?P<times>{_NUMBER})?(?P<t>次|场|轮|遍|期)?"
)
_DAYS = {"工作日": 1.4, "天": 1, "日": 1, "周": 7, "旬": 10, "月": 30, "季度": 91, "季": 91, "半年": 182, "年": 365}
_MEANINGLESS = re.compile(r"[〇零○一二两三四五六七八九十百千]")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of something; of a ceiling less is harder."""

    value: float
    measure: str
    words: str
    is_ceiling: bool = False
    is_quota: bool = False  # written in figures or as how often: somebody wants it counted


@dataclass(frozen=True, slots=True)
class Limit:
    """A day in a year (month, day; the year where it is given), or so many days from something."""

    words: str
    year: int | None = None
    month: float | None = None
    days: float | None = None


def number(words: str) -> float:
    """A number in digits or in Chinese: `二十五` is 25, `十` is 10."""
    if re.fullmatch(r"\d+(?:\.\d+)?", words):
        return float(words)
    if not any(char in _UNITS for char in words):
        return float("".join(str(_DIGITS[char]) for char in words) or 0)
    whole, part = 0, 0
    for char in words:
        if char in _UNITS:
            whole += (part or 1) * _UNITS[char]
            part = 0
        else:
            part = _DIGITS[char]
    return float(whole + part)


def amounts(words: str) -> list[Amount]:
    """Every amount, with how often something is to be done as times a year; dates are none."""
    found: list[Amount] = []
    taken: list[tuple[int, int]] = []
    for match in _OFTEN.finditer(words):
        span = (number(match["n"]) if match["n"] else 1) * _DAYS[match["u"].removeprefix("个")]
        times = number(match["times"]) if match["times"] and match["t"] else 1
        found.append(Amount(365 * times / span, "often", match[0], is_quota=True))
        taken.append(match.span())
    limit_at = deadlines.find(words)
    if limit_at:
        taken.append(limit_at)
    for match in _AMOUNT.finditer(words):
        if any(match.start() < right and left < match.end() for left, right in taken):
            continue
        if not match["m"] and not match["share"]:
            continue  # 一些, 统一, 第一 …: a figure without a measure is mostly part of a word
        if match["m"] in {"年", "月", "日"} and not match["after"]:
            continue
        if _MEANINGLESS.match(match["n"]) and words[max(0, match.start() - 1) : match.start()] in {
            "第",
            "之",
            "统",
            "同",
            "进",
            "唯",
            "万",
            "单",
        }:
            continue
        measure = "%" if match["share"] else match["m"].replace("％", "%")
        is_ceiling = bool(match["cap"] or match["after"])
        found.append(Amount(number(match["n"]), measure, match[0], is_ceiling, is_quota=match["n"][0].isdigit()))
    return sorted(found, key=lambda one: words.find(one.words))


FULL_YEAR = 1000  # below it a year is counted from the present one
_PART = {"初": 0.2, "上旬": 0.3, "中": 0.5, "中旬": 0.6, "下旬": 0.95, "底": 1.0, "末": 1.0}
_DATE = re.compile(
    r"(?:(?P<y>20\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})年|(?P<rel>[今明后当本次翌])年)?"
    r"(?:度)?(?:(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月份?)?(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?"
    r"(?P<half>[上下]半年)?(?:第?(?P<q>[一二三四1-4])季度)?(?P<p>年?[初中底末]|[上中下]旬)?"
)
_RELATIVE = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1, "后": 2}
_SPAN = re.compile(
    rf"(?P<n>{_NUMBER})个?(?P<half>半)?(?P<u>工作日|自然日|日|天|周|月|季度|年|小时|分钟)(?:之内|以内|内)"
)
_SPAN_DAYS = {
    "工作日": 1.4,
    "自然日": 1,
    "日": 1,
    "天": 1,
    "周": 7,
    "月": 30,
    "季度": 91,
    "年": 365,
    "小时": 1 / 24,
    "分钟": 1 / 1440,
}


def limit(words: str) -> Limit | None:
    """The first limit in the words, as far as it can be compared."""
    place = deadlines.find(words)
    if place is None:
        return None
    told = words[slice(*place)]
    span = _SPAN.search(told)
    if span:
        days = (number(span["n"]) + (0.5 if span["half"] else 0)) * _SPAN_DAYS[span["u"]]
        return Limit(told, days=days)
    best = max(_DATE.finditer(told), key=lambda match: len(match[0]), default=None)
    if best is None or not best[0]:
        return Limit(told)
    return Limit(told, year=_year(best), month=_month(best))


def _year(match: re.Match[str]) -> int | None:
    if match["y"]:
        return int(number(match["y"]))
    return _RELATIVE[match["rel"]] if match["rel"] else None


def _month(match: re.Match[str]) -> float | None:
    """When in the year, counted in months from its beginning."""
    if match["m"]:
        begun = number(match["m"]) - 1
        if match["d"]:
            return begun + number(match["d"]) / 31
        return begun + _PART.get(match["p"] or "底", 1.0)
    if match["q"]:
        return 3 * (int(match["q"]) if match["q"].isdigit() else _DIGITS[match["q"]])
    if match["half"]:
        return 6.0 if match["half"].startswith("上") else 12.0
    if match["p"]:
        return {"初": 1.0, "中": 6.5}.get(match["p"][-1], 12.0)
    return 12.0 if match["y"] or match["rel"] else None


def compare(one: Limit, other: Limit) -> int | None:
    """-1 where the other is later, 1 where it is earlier, 0 where they are the same; None where nobody can say."""
    if one.days is not None and other.days is not None:
        return _sign(one.days - other.days)
    if one.month is None or other.month is None:
        return None
    is_mixed = (one.year is None or other.year is None) and max(one.year or 0, other.year or 0) >= FULL_YEAR
    if is_mixed or (one.year or 0) // FULL_YEAR != (other.year or 0) // FULL_YEAR:
        return _sign(one.month - other.month)
    return _sign(((one.year or 0) * 12 + one.month) - ((other.year or 0) * 12 + other.month))


def _sign(value: float) -> int:
    if abs(value) < 0.02:
        return 0
    return -1 if value < 0 else 1
