"""Who may run units, posts and accounts: plain questions to a viewer, asked by commands and by menus alike."""

from luoshi.journal.refs import Actor
from luoshi.people import paths
from luoshi.people.viewer import Duty, Viewer

By = Viewer | Actor  # an Actor is the system itself: a command given on the machine, or the sample


class NotYours(Exception):
    """The one who asks may not do this; for them it does not exist."""


class Refused(Exception):
    """What was asked cannot be done; the message is one sentence for the person who asked."""


def is_system(by: By) -> bool:
    """The machine itself acts, by the hand of whoever owns it."""
    return isinstance(by, Actor) and by.id.startswith("system:")


def actor_of(by: By) -> Actor:
    """The one who acts, as the journal writes them down."""
    return by if isinstance(by, Actor) else by.actor


def runs_units(by: By, path: str = "") -> bool:
    """The activity office runs the units and posts of its scope; an empty path asks whether it runs any."""
    if isinstance(by, Actor):
        return is_system(by)
    if by.post is None or by.post.duty is not Duty.OFFICE:
        return False
    return not path or paths.is_under(path, by.post.scope.path)


def runs_campaigns(by: By, path: str = "") -> bool:
    """Campaigns are run by whoever runs the units: the activity office, within its scope."""
    return runs_units(by, path)


def runs_accounts(by: By, realm: str = "") -> bool:
    """The system administrator runs the accounts of the realm."""
    return _administers(by, Duty.SYSTEM_ADMIN, realm)


def runs_security(by: By, realm: str = "") -> bool:
    """The security administrator lifts lock-outs, resets second factors and fills administrators' posts."""
    return _administers(by, Duty.SECURITY_ADMIN, realm)


def reads_sign_ins(by: By, realm: str = "") -> bool:
    """The audit administrator alone reads the list of failed log-ins."""
    return not is_system(by) and _administers(by, Duty.AUDIT_ADMIN, realm)


def audits(by: By, realm: str = "") -> bool:
    """The audit administrator alone reads what was done to accounts and posts, by whom."""
    return not is_system(by) and _administers(by, Duty.AUDIT_ADMIN, realm)


def sees_posts(by: By) -> bool:
    """Units and who holds their posts are known to everybody who holds a post."""
    return is_system(by) or (isinstance(by, Viewer) and by.post is not None)


def fills_posts(by: By) -> bool:
    """Runs some posts: the activity office its own, the security administrator those of administrators."""
    return runs_units(by) or runs_security(by)


def keeps_accounts(by: By) -> bool:
    """Has something to do with accounts."""
    return runs_accounts(by) or runs_security(by)


def _administers(by: By, duty: Duty, realm: str) -> bool:
    if isinstance(by, Actor):
        return is_system(by)
    return by.duty is duty and (not realm or by.realm == realm)
