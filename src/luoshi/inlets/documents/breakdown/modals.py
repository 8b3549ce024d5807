"""Words that oblige: 要, 应当, 必须, 不得…, told apart from the same characters inside other words."""

from __future__ import annotations

import re

_WANT = r"(?<![重主需必首纪摘概只扼紧机冲想需])要(?![做走办讲说谈]$)(?![求素点件么闻义塞职目案道旨害领])"
_SHOULD = (
    r"应当|(?<![相对反响适供效回不感顺照理自答因呼接])应(?![急用对收届付有邀答诉变享尽纳保接上检退改拆聘力时声激])"
)
MODAL = re.compile(
    rf"{_WANT}|{_SHOULD}|请(?=[于在将按各]|务必|及时|尽快|认真|结合|按照)|必须|务必|务求|必需|须(?!知)|不得|不准|"
    rf"严禁|禁止|不许|切忌"
)
_SEEN = re.compile(r"(?:清醒地?|清楚地?|深刻地?|充分地?|也|应当?)*(?:看到|认识到|承认|指出的是|说明|注意到)")
_QUOTED = re.compile(r"“[^”]{0,120}”|《[^》]{0,120}》")


def place(words: str, start: int = 0) -> int:
    """Where the first word that obliges stands, quotations left out; -1 for none."""
    quoted = [match.span() for match in _QUOTED.finditer(words)] if "“" in words or "《" in words else []
    for match in MODAL.finditer(words, start):
        if any(left < match.start() < right for left, right in quoted):
            continue
        if _SEEN.match(words, match.end()):
            continue
        return match.start()
    return -1


def length(words: str, at: int) -> int:
    """How long the obliging word at the place is; 0 where there is none."""
    match = MODAL.match(words, at)
    return match.end() - match.start() if match else 0
