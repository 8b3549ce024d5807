"""What each person gets at the forms of handling, each on a matter on which somebody could do it."""

from collections.abc import Callable

import builders
from luoshi.ledger import acts
from luoshi.ledger.acts import Prose
from people import District
from url_rows import BUSINESS, TAKES_A_FORM, Row, World

REFUSED = frozenset({403, 404, 409})
TOWN = frozenset({"liaison", "head", "leader"})
SENDERS = frozenset({"clerk", "mayor"})
CHECKERS = frozenset({"clerk", "mayor", "inspector"})


def on(build: Callable[[District], object]) -> Callable[[World], dict[str, object]]:
    """The arguments of an address: the matter that `build` makes."""
    return lambda world: {"matter_id": world.once(f"handling-{build.__name__}", build)}


def with_due(here: District) -> object:
    return builders.accepted(here, due=builders.in_days(10))


def undecided(here: District) -> object:
    return builders.assigned(here)


def planned(here: District) -> object:
    made = builders.accepted(here)
    step = acts.Step(Prose("摸底"), builders.in_days(3))
    builders.do(here.liaison, made, acts.Plan(Prose("先摸底"), (step,)))
    return made


def asked(here: District) -> object:
    made = builders.accepted(here)
    builders.do(here.liaison, made, acts.Ask(Prose("是否含七队")))
    return made


def wished(here: District) -> object:
    made = with_due(here)
    builders.do(here.liaison, made, acts.AskExtension(builders.in_days(20), Prose("雨天")))
    return made


def extended(here: District) -> object:
    made = wished(here)
    builders.do(here.clerk, made, acts.DecideExtension(granted=True))
    return made


def pause_wished(here: District) -> object:
    made = with_due(here)
    builders.do(here.liaison, made, acts.AskPause(builders.in_days(5), Prose("汛期停工")))
    return made


def paused(here: District) -> object:
    made = pause_wished(here)
    builders.do(here.clerk, made, acts.DecidePause(granted=True))
    return made


def linked(here: District) -> object:
    made = builders.accepted(here)
    builders.do(here.clerk, made, acts.Link(builders.accepted(here, to=here.town)))
    return made


def row(build: Callable[[District], object], readers: frozenset[str]) -> Row:
    """Whoever may do it gets the form; others learn why not, or nothing."""
    return Row(readers, args=on(build), post=TAKES_A_FORM, refusal=REFUSED)


URL_TABLE = {
    "handling:accept": row(builders.assigned, TOWN),
    "handling:return": row(builders.assigned, TOWN),
    "handling:assign": row(builders.assigned, SENDERS),
    "handling:decide_due": row(undecided, SENDERS),
    "handling:plan": row(builders.accepted, TOWN),
    "handling:reach_milestone": row(planned, TOWN),
    "handling:progress": row(builders.accepted, TOWN),
    "handling:add_evidence": row(builders.accepted, TOWN),
    "handling:pass_on": row(builders.accepted, TOWN),
    "handling:ask": row(builders.accepted, TOWN),
    "handling:answer": row(asked, SENDERS),
    "handling:ask_extension": row(with_due, TOWN),
    "handling:decide_extension": row(wished, SENDERS),
    "handling:claim": row(builders.accepted, TOWN),
    "handling:verify": row(builders.claimed, CHECKERS),
    "handling:refuse": row(builders.claimed, CHECKERS),
    "handling:reply": row(builders.verified, TOWN),
    "handling:confirm": row(builders.replied, SENDERS),
    "handling:close": row(builders.confirmed, SENDERS),
    "handling:call_back": row(builders.closed, SENDERS),
    "handling:reopen": row(builders.closed, SENDERS),
    "handling:withdraw": row(builders.assigned, SENDERS),
    "handling:withdraw_extension": row(extended, SENDERS),
    "handling:ask_pause": row(with_due, TOWN),
    "handling:decide_pause": row(pause_wished, SENDERS),
    "handling:resume": row(paused, TOWN | SENDERS),
    "handling:ask_help": row(builders.accepted, TOWN),
    "handling:urge": row(builders.accepted, SENDERS),
    "handling:escalate": row(builders.accepted, SENDERS),
    "handling:transfer": row(builders.accepted, SENDERS),
    "handling:link": row(builders.accepted, SENDERS),
    "handling:unlink": row(linked, SENDERS),
    "handling:send_out": row(builders.accepted, SENDERS),
    "handling:rate": row(builders.accepted, TOWN),
    "handling:many_accept": Row(BUSINESS, post=TAKES_A_FORM),
    "handling:many_pass_on": Row(BUSINESS, post=TAKES_A_FORM),
    "handling:many_decide_due": Row(BUSINESS, post=TAKES_A_FORM),
    "handling:many_withdraw": Row(BUSINESS, post=TAKES_A_FORM),
}
