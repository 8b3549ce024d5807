"""Words of a page that belong to no document: links to other articles, copyright, buttons; and publication lines."""

import re

# A line that begins so ends the article: all below it is the site's, not the document's.
CLOSING = re.compile(
    r"^[\s【\[（(〖]*(?:相关(?:文章|新闻|链接|阅读|附件下载|稿件|报道)|延伸阅读|推荐阅读|热门(?:文章|新闻|点击)"
    r"|上一[篇条]|下一[篇条]|(?:本页)?赞助商|友情链接|版权(?:所有|声明)|主办单位[:：]|技术支持[:：]"
    r"|网站(?:地图|标识码)|扫一扫|分享到|(?:打印|关闭)(?:本页|此页|窗口)?[】\]）)〗\s]*$"
    r"|[^。]{0,20}ICP备|Copyright|©|All rights reserved)",
    re.IGNORECASE,
)
LABELS = (
    r"(?:发布|发表|更新|发稿|刊登)(?:时间|日期|于)?|(?:信息|稿件|文章)?来源|(?:责任)?编辑|作者"
    r"|浏览(?:次数|次|量)?|点击(?:数|量|次数)?|字号|字体"
)
PUBLICATION = re.compile(rf"^[\s【\[（(]*(?:{LABELS})\s*[:：]|(?:来源|编辑|发布(?:时间|日期)?)\s*[:：]|来源于[:：]")
EDITOR_LINE = re.compile(r"^[\s【\[（(]*(?:责任)?编辑\s*[:：]")
LONGEST_PUBLICATION_LINE = 160
LONGEST_CLOSING_LINE = 60


def is_publication(line: str) -> bool:
    """Whether a line tells when, from where and by whom a text was put on the web."""
    return len(line) <= LONGEST_PUBLICATION_LINE and "。" not in line and PUBLICATION.search(line) is not None


def is_closing(line: str) -> bool:
    """Whether a line opens what a site hangs below an article."""
    return CLOSING.match(line) is not None and (len(line) <= LONGEST_CLOSING_LINE or "©" in line)


def furniture(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of a text that are page furniture: publication lines, and everything below the article."""
    spans: list[tuple[int, int]] = []
    lines = list(_lines(text))
    half = len(text) // 2
    for start, line in lines:
        if start >= half and is_closing(line):
            spans.append((start, len(text.rstrip())))
            break
        if is_publication(line):
            begin = start + len(line) - len(line.lstrip())
            spans.append((begin, start + len(line.rstrip())))
    return tuple(spans)


def _lines(text: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for line in text.split("\n"):
        found.append((start, line))
        start += len(line) + 1
    return found
