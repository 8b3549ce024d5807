"""Sentences that tell what is or was, and lines that are only furniture."""

from __future__ import annotations

import re

from . import modals
from .model import Reason

_TOLD = re.compile(
    r"(?:^|，)[^，。；]{0,2}(?:近年来|近几年|多年来|长期以来|一直以来)|目前，|当前，|截至|以来，|取得了|受到了|得到了|实现了|形成了|迎来了|"
    r"进入了|已经(?!建成、|[^，。]{0,20}的)|已由|已印发|已成为|仍然|仍有|依然|还存在|存在着|不同程度|参差不齐|"
    r"有目共睹|"
    r"具有[^，。；]{0,24}(?:意义|作用|价值)|(?<![就但凡只还或而])是[^，。；]{1,40}(?:举措|内容|途径|基础|保障|平台|"
    r"关键|体现|抓手|前提|载体|工程|窗口|支柱|力量|生力军|之年|时期|阶段|领域)$|"
    r"(?:直接关系|关系到|事关|关乎)[^，。；]{2,40}$|起着|发挥着|面临着|意味着|标志着|充分说明|原因在于|"
    r"(?:高度重视)[^，。；]{2,40}(?:工作|建设|积极性)$|势必|必将|将会(?!同)|(?:^|"
    r"，)[^，。；]{0,20}有[利助]于[^，。；的]{2,40}$|自[^，。；]{0,16}(?:之日)?起(?:正式)?(?:施行|实施|执行|生效)|"
    r"有效期(?:为|至|\d|[一二三四五六七八九十])|负责解释$|^是否|^[^，。；对将把要应]{2,24}(?:是指|系指|指的是|包括|分为)"
)
_DID = re.compile(
    r"召开了?[^，。；]{2,60}(?:会议|大会|会)|(?:出席|列席|参加)(?:了)?(?:会议|此次|本次|上述)|(?:主持|讲话|致辞|"
    r"宣读了|传达了|通报了|汇报了|发言)$|主持(?:召开)?(?:了)?(?:会议|此次|本次)|(?:在会上|作了|"
    r"作)[^，。；]{0,20}(?:讲话|发言|报告|致辞|部署|宣读)|观看了|听取了|审议了|研究了|讨论了|审议通过|传达学习了|"
    r"会议(?:听取|传达|学习|审议|讨论|通报|总结|回顾|观看)|参加(?:会议|座谈|调研|活动)$|陪同|签订了|在会上"
)
_ATTENDANCE = re.compile(
    r"(?:出席|列席|参加|主持)(?:了)?(?:会议|此次|本次|座谈|上述|大会|今天)|(?:出席|列席|参会|参加|缺席|请假|主持|"
    r"记录)(?:人员|人|单位|领导)?："
)
_FURNITURE = re.compile(
    r"(?i:copyright|https?:|www\.|©)|版权所有|^(?:发布|来源|编辑|作者|责任编辑|责编|浏览|点击|打印|字号|分享|"
    r"相关(?:文章|阅读|链接|新闻)|赞助|推广|上一[篇条]|下一[篇条]|附件|抄送|主送|抄报|印发|索引号|发文(?:机关|字号|"
    r"日期)|成文日期|发布日期|主题分类|标题|公开方式|信息来源|联系人|联系电话|扫一扫|返回)|^（(?:此件|记者|来源|"
    r"本报|主动公开|信息公开|联系人|中国)[^（）]{0,40}）$|赞助商|^.{0,4}此件[^。]{0,6}公开"
)
_NUMBER = re.compile(r"^[\u4e00-\u9fff]{1,12}[〔\[（]?(?:19|20)\d{2}[〕\]）]?(?:第)?\d{1,4}号$")
_DATE = re.compile(
    r"^(?:[\d〇○零一二三四五六七八九十]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日|"
    r"20\d{2}[-./]\d{1,2}[-./]\d{1,2})$"
)
_PERFECT = re.compile(r"(?<![解了除为])了(?![解然望结])")
_LINK_ONLY = re.compile(r"(?:特此通知|请(?:认真)?(?:贯彻执行|遵照执行))")


_CONTACT = re.compile(r"(?:联系人|联系电话|联系方式|电话|传真|邮箱|附件|抄送|主送|监督电话)[^，。]{0,6}：")


_LONGEST_FURNITURE = 120


_ANNOUNCES = re.compile(
    r"会议.{0,60}(?:作出|做出|作了|做了|提出|明确|部署)了?[^，。；]{0,12}(?:部署|安排|措施|要求|举措|任务)$"
)


def announces(words: str) -> bool:
    """Whether a sentence only says that the next ones tell what a meeting asks for."""
    return bool(_ANNOUNCES.search(words))


def contact(words: str) -> bool:
    """Whether a sentence only says how to reach somebody or what is attached."""
    return bool(_CONTACT.match(words))


def told(words: str, *, strict: bool) -> bool:
    """Whether a sentence without an obliging word tells instead of asks; `strict` where asking is the rule."""
    if modals.place(words) >= 0:
        return False
    if _TOLD.search(words):
        return True
    if _DID.search(words) and not strict:
        return True
    return bool(_PERFECT.search(words)) and not strict


def did(words: str) -> bool:
    """Whether the words tell what a meeting did or who was there."""
    return bool(_DID.search(words))


def attendance(words: str) -> bool:
    """Whether the words say who was there."""
    return bool(_ATTENDANCE.search(words))


def furniture(line: str, *, late: bool) -> Reason | None:
    """Why a whole line without a full stop asks nothing; None where it might ask."""
    if (len(line) <= _LONGEST_FURNITURE or "。" not in line) and _FURNITURE.search(line):
        return "furniture"
    bare = line.rstrip("。")
    if _NUMBER.match(bare) or _DATE.match(bare):
        return "furniture"
    if _LINK_ONLY.fullmatch(bare):
        return "furniture"
    if line.endswith("：") and "。" not in line and len(line) <= 120 and modals.place(line) < 0:
        return "furniture"
    if line and "。" not in line and line[-1] not in "！？；，" and len(line) <= 60 and (late or "，" not in line):
        return "furniture" if late and len(line) <= 30 else "heading"
    return None
