"""Documents brought to a point of their way by commands, and a short report written for the tests."""

from collections.abc import Iterable
from uuid import UUID

from luoshi.inlets.documents import commands, queries, review
from luoshi.inlets.documents.clauses import Role, Target, Verdict
from people import District

REPORT = """全区春季防火工作会议召开

4月12日，全区春季防火工作会议召开。区长赵明远出席会议并讲话，区水务局局长孙立民参加会议。
赵明远指出，去年以来，全区防火工作取得了一定成效。要进一步提高认识，切实增强责任感和紧迫感。
赵明远强调，要全面排查火灾隐患，4月底前逐户登记造册。区水务局要检修全部取水口，各单位要配合做好保障。要加强值班备勤，严格落实领导带班制度。
"""
LATER = REPORT.replace("逐户登记造册", "逐户登记造册并张榜公布").replace("要加强值班备勤，严格落实领导带班制度。", "")
NOTICE = """关于做好春季防火工作的通知

曹政办〔2014〕9号

各单位：
现就做好春季防火工作通知如下。
一、要全面排查火灾隐患，4月底前逐户登记造册，建立台账，逐项整改销号。
二、要检修全部取水口，备足水源和器材，落实专人看管，确保随时可用。
三、要加强值班备勤，严格落实领导带班制度，有情况及时报告。
"""
SAME_NOTICE = NOTICE.replace("9号", "12号")
PLAIN = "天气晴朗。\n\n树上有两只鸟，河里有三条鱼。\n"


def taken_in(here: District, text: str = REPORT, name: str = "report.txt") -> UUID:
    """A document that waits for review."""
    return commands.take_in(here.clerk, data=text.encode(), name=name)


def decide_all(here: District, document: UUID) -> None:
    """Every proposal confirmed, one by one."""
    for clause in queries.review_of(document).clauses:
        if clause.decided is None:
            commands.perform(here.clerk, document, [review.Decide(clause.number, clause.proposed, clause.why)])


def reviewed(here: District, text: str = REPORT) -> UUID:
    """A document of which every clause is decided, with owners for all requirements but the last."""
    document = taken_in(here, text)
    decide_all(here, document)
    wanted = numbers(document)
    give(here, document, wanted[:-1], Target(("town", "village"), here.district.id))
    return document


def numbers(document: UUID, verdict: Verdict = Verdict.REQUIREMENT) -> tuple[int, ...]:
    """The clauses that are requirements, or something else."""
    return tuple(clause.number for clause in queries.review_of(document).clauses if clause.verdict is verdict)


def give(here: District, document: UUID, clauses: Iterable[int], target: Target, role: Role = Role.LEAD) -> None:
    """Units for some clauses."""
    commands.perform(here.clerk, document, [review.SetTarget(tuple(clauses), role, target)])


def signed(here: District, text: str = REPORT) -> UUID:
    """A document that is signed off."""
    document = reviewed(here, text)
    commands.sign(here.clerk, document)
    return document


def prepared(here: District, text: str = REPORT) -> UUID:
    """An issuance that can still be cancelled."""
    return commands.prepare(here.clerk, signed(here, text))


def issued(here: District, text: str = REPORT) -> tuple[UUID, UUID]:
    """A document that has gone out, and its issuance."""
    document = signed(here, text)
    return document, commands.issue_now(here.clerk, document)
