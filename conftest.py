"""What every test shares: laws are tried on many examples, and no test fails for the clock of a busy machine.

A test that measures says so by the fixture `figure`; all figures stand below the list of tests, however it was run.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", parent=settings.get_profile("house"), max_examples=2000)
settings.load_profile("house")


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """`figure("200 kills, none lost")`."""
    return lambda words: record_property("figure", words)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How much and how long, also from processes that show nothing themselves."""
    reports = [one for outcome in ("passed", "failed") for one in terminalreporter.getreports(outcome)]
    said = [words for one in reports for name, words in getattr(one, "user_properties", []) if name == "figure"]
    if said:
        terminalreporter.section("figures")
        for words in said:
            terminalreporter.write_line(str(words))
