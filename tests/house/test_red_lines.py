"""What must never be in the product: counters of presence, points, rankings of people, forced proofs of work."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps as django_apps
from django.urls import URLPattern, URLResolver, get_resolver

from house.house import ROOT, scripts, short, templates

NAMES = re.compile(
    r"(?:^|_)(?:check_?in|checkin|clock_in|gps|geo|latitude|longitude|location_track|track|online_(?:time|minutes|at)"
    r"|login_count|logins|visit_count|page_views|last_login|last_seen|read_at|read_count|points|score|scores|ranking"
    r"|leaderboard|badge|medal|streak|penalty|demerit)(?:_|$)"
)
WORDS = re.compile(
    r"打卡|签到|积分|排行榜|轨迹|在线时长|登录次数|阅读率|未读通报|光荣榜|扣分|加分"
    r"|\bcheck-?in\b|\bgeolocation\b|\bleader ?board\b|\bonline time\b|\blog-?in count|\branking\b",
    re.IGNORECASE,
)


def fields() -> Iterator[str]:
    """Every column of our own tables."""
    for model in django_apps.get_models():
        if model.__module__.startswith("luoshi."):
            for field in model._meta.get_fields():
                yield f"{model._meta.label}.{field.name}"


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Every address, as its pattern and its name."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield f"{here} {entry.name or ''}"
        else:
            yield from addresses(entry, here)


def test_no_column_counts_presence_or_gives_points():
    columns = list(fields())
    assert columns
    assert [name for name in columns if NAMES.search(name.rsplit(".", 1)[1])] == []


def test_no_address_counts_presence_or_gives_points():
    found = list(addresses())
    assert found
    own = [name for name in found if not name.startswith("accounts/")]
    assert [name for name in own if any(NAMES.search(word) for word in re.split(r"[^a-z_]+", name.lower()))] == []


def test_no_page_and_no_text_speaks_of_it():
    pages = templates() + scripts() + [ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"]
    found = {short(path): WORDS.findall(path.read_text(encoding="utf-8")) for path in pages}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "name", ["check_in", "checkin_at", "gps", "login_count", "last_login", "points", "unit_ranking"]
)
def test_the_pattern_finds(name):
    assert NAMES.search(name)


@pytest.mark.parametrize("name", ["checking_unit", "pointer", "recorded_at", "happened_at", "verified", "milestone"])
def test_the_pattern_lets_pass(name):
    assert not NAMES.search(name)


def test_no_log_in_leaves_a_date_on_the_account():
    account = django_apps.get_model("people.Account")
    assert "last_login" not in {field.name for field in account._meta.get_fields()}


def test_no_file_is_asked_for_before_work_counts():
    forced = re.compile(r"<input[^>]*type=\"file\"[^>]*accept=\"(?:image|video)[^>]*\brequired\b", re.IGNORECASE)
    assert [short(path) for path in templates() if forced.search(path.read_text(encoding="utf-8"))] == []
