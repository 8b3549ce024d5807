"""Every failure is one clear sentence in the reader's language, with the right status."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.test import Client, RequestFactory
from django.utils import translation

from luoshi.web import errors

REFUSALS = {
    400: lambda request: errors.bad_request(request, SuspiciousOperation()),
    403: errors.forbidden,
    404: errors.not_found,
    413: lambda request: errors.bad_request(request, RequestDataTooBig()),
    500: errors.server_error,
}
SAID = {
    400: ("无法识别", "could not be understood"),
    403: ("不能办理", "may not do that"),
    404: ("没有这个页面", "no such page"),
    413: ("过大", "too large"),
    500: ("差错", "failed on our side"),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_refusal_says_what_happened_in_both_languages(status):
    chinese, english = SAID[status]
    request = RequestFactory().get("/somewhere/")
    with translation.override("zh-hans"):
        page = REFUSALS[status](request)
    assert page.status_code == status
    assert chinese in page.content.decode()
    assert '<html lang="zh-Hans"' in page.content.decode()
    with translation.override("en"):
        page = REFUSALS[status](request)
    assert english in page.content.decode()
    assert '<html lang="en"' in page.content.decode()


def test_a_fault_of_ours_needs_no_database():
    client = Client(raise_request_exception=False)
    page = client.get("/broken/")
    assert page.status_code == 500
    assert "此前保存的内容都在" in page.content.decode()


def test_a_missing_page_is_shown_within_the_shell(client, clerk):
    client.force_login(clerk)
    page = client.get("/no-such/")
    assert page.status_code == 404
    assert 'class="who"' in page.content.decode()


def test_what_is_too_large_is_refused_before_it_is_read(client, settings):
    settings.LUOSHI_UPLOAD_LIMIT = 10
    answer = client.generic("POST", "/nowhere/", b"", CONTENT_LENGTH=str(2 * 1024 * 1024))
    assert answer.status_code == 413
    assert client.post("/nowhere/", {"words": "short"}).status_code == 200


def test_an_address_that_only_takes_what_a_button_sends_says_so(client, clerk):
    client.force_login(clerk)
    answer = client.get("/type/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "此网址不是可打开的页面。" in answer.content.decode()
