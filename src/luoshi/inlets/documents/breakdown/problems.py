"""The problem that a requirement says it solves."""

from __future__ import annotations

import re

from .model import Span

_AROUND = re.compile(
    r"(?:围绕|聚焦|着眼|着力|重点)(?:着力|重点|切实)?解决(?P<what>[^，。；]{2,60}?)(?:等(?:突出|重点|"
    r"主要)?)?(?:的)?问题"
)
_AIMED = re.compile(
    r"针对(?P<what>[^，。；]{2,60}?)(?P<tail>等?(?:的)?(?:突出|实际|具体)?(?:情况|问题|现象|情形|状况|"
    r"困难))(?=[，、]|$|开展|进行|组织|制定|研究|提出|逐一|逐项|分别|采取|建立|实施|加强|及时|认真|深入|抓紧|立即)"
)
_ABOUT = re.compile(
    r"(?:围绕|着眼|紧盯)(?!解决)(?P<what>[^，。；]{4,60}?)(?:等(?:突出|重点|主要)?|的|(?=难)难)?(?:突出)?问题(?=，|$)"
)
_FOCUSED = re.compile(r"聚焦(?P<what>[^，。；]{2,60}?问题)(?=开展|进行|组织|实施|加强|推进|集中|深入|，|$)")
_PROMINENT = re.compile(r"(?<!围绕)解决(?:好)?(?P<what>[^，。；]{2,60}?(?:突出|瓶颈|难点|热点|堵点)问题)")
_SOLVE = re.compile(r"(?<!围绕)(?:解决|缓解|破解)(?:好)?(?P<what>[^，。；]{4,60}?)(?:等)?(?:的)?问题$")
_FOUND = re.compile(r"(?:出|发现|反映|反馈|存在|检查|排查|指出|提出)(?:的)?(?:共性|个性|突出|具体|主要|各类)?$")


_BARE = re.compile(
    r"(?:重点|难点|突出|热点|堵点|痛点|主要|具体|实际|重大|瓶颈|关键|共性|个性|有关|相关|各类|一批|一些|、|的|和|问题)+"
)


def find(words: str) -> Span | None:
    """The problem phrase, as offsets into the words."""
    match = _AROUND.search(words)
    if match:
        return match.span("what")
    match = _AIMED.search(words)
    if match:
        start, end = match.span("what")
        if _FOUND.search(match["what"]):
            return start, match.end()
        return start, end
    for pattern in (_ABOUT, _FOCUSED, _PROMINENT, _SOLVE):
        match = pattern.search(words)
        if match and not _BARE.fullmatch(match["what"]):
            return match.span("what")
    return None
