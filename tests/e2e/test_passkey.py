"""A passkey is set up, logs somebody in, and serves as a second factor beside the password.

Browsers know passkeys for names only, so this walk goes by `localhost`; its person is one whom no other walk needs.
"""

import pytest

NAME = "balitan"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser, site):
    context = browser.new_context(locale="zh-CN", base_url=site.url.replace("127.0.0.1", "localhost"))
    opened = context.new_page()
    session = context.new_cdp_session(opened)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield opened
    context.close()


def log_in(page, site):
    account, password = site.log_in(NAME)
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(account)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=login]) button").click()


def test_a_passkey_logs_in_and_is_a_second_factor(page, site):
    log_in(page, site)
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("input[name=password]").fill(site.log_in(NAME)[1])
    page.locator("form:has(input[name=password]) button").click()
    page.locator("input[name=name]").fill("手机")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    assert page.locator("main code").count() == 10

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/offices/me/")
    assert NAME in page.locator("main").inner_text()

    page.context.clear_cookies()
    log_in(page, site)
    page.wait_for_url("**/2fa/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
