"""What every test shares: laws are tried on many examples, and no test fails for the clock of a busy machine."""

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", parent=settings.get_profile("house"), max_examples=2000)
settings.load_profile("house")
