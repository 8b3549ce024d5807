"""Accounts on screen, and signing in: first log-in, forgotten password, lock-out, second factor, several posts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

import people
from luoshi.inlets.offices.views import accounts
from luoshi.people import commands, queries
from luoshi.people.rights import Refused
from luoshi.people.viewer import Duty

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
CHOSEN = "a password of my own"


@pytest.fixture
def here():
    return people.district()


def log_in(client, username, password, **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def as_person(client, viewer):
    client.force_login(people.account_of(viewer))
    return client


def one_time_password(page):
    return page.content.decode().partition("<code>")[2].partition("</code>")[0]


def test_the_first_log_in_demands_another_password(client, here, client_2):
    as_person(client, here.sysadmin)
    page = client.post(reverse("offices:create_account"), {"name": "周文静", "username": "Zhou"})
    password = one_time_password(page)
    assert log_in(client_2, "zhou", password).status_code == 302
    answer = client_2.get(reverse("offices:me"))
    assert answer["Location"] == reverse("account_change_password")
    weak = {"oldpassword": password, "password1": "1234567890", "password2": "1234567890"}
    assert "/change/" in client_2.post(reverse("account_change_password"), weak).request["PATH_INFO"]
    assert get_user_model().objects.get(username="zhou").must_change_password
    short = {"oldpassword": password, "password1": "短", "password2": "短"}
    assert "密码至少10个字符。" in client_2.post(reverse("account_change_password"), short).content.decode()
    chosen = {"oldpassword": password, "password1": CHOSEN, "password2": CHOSEN}
    assert client_2.post(reverse("account_change_password"), chosen)["Location"] == "/"
    assert client_2.get(reverse("offices:me")).status_code == 200
    assert get_user_model().objects.get(username="zhou").check_password(CHOSEN)


@pytest.fixture
def client_2():
    return Client()


def test_a_forgotten_password_is_reset_without_mail_and_ends_open_sessions(client, client_2, here):
    assert log_in(client_2, "liaison", people.PASSWORD).status_code == 302
    as_person(client, here.sysadmin)
    account = people.account_of(here.liaison)
    page = client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "password"})
    assert client_2.get(reverse("offices:me"))["Location"].startswith(LOGIN)
    assert log_in(client_2, "liaison", people.PASSWORD).status_code == 200
    assert log_in(client_2, "liaison", one_time_password(page)).status_code == 302


def test_no_administrator_is_shut_out_by_another_alone(client, here):
    second = people.viewer("second", here.district, Duty.SYSTEM_ADMIN)
    as_person(client, here.sysadmin)
    for other in (here.secadmin, here.auditor, second):
        account = people.account_of(other)
        url = reverse("offices:change_account", args=[account.pk])
        for deed in ("password", "close"):
            assert client.post(url, {"deed": deed}).status_code == 404
        assert "安全管理员" in client.get(reverse("offices:account", args=[account.pk])).content.decode()
        with pytest.raises(Refused):
            commands.set_active(by=here.sysadmin, account_id=account.pk, is_active=False)
        with pytest.raises(Refused):
            commands.reset_password(by=here.sysadmin, account_id=account.pk)
        account = people.account_of(other)
        assert account.is_active
        assert account.check_password(people.PASSWORD)


def test_two_administrators_together_close_the_account_of_a_third(client, here):
    [tenure] = queries.holders(here.auditor.post.id)
    commands.end_tenure(by=here.secadmin, tenure_id=tenure.tenure_id)
    as_person(client, here.sysadmin)
    account = people.account_of(here.auditor)
    client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "close"})
    assert not people.account_of(here.auditor).is_active


def test_whoever_logs_in_with_a_reset_password_is_told_who_reset_it(client, client_2, here):
    as_person(client, here.sysadmin)
    account = people.account_of(here.liaison)
    page = client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "password"})
    password = one_time_password(page)
    told = client_2.post(LOGIN, {"login": "liaison", "password": password}, follow=True).content.decode()
    assert "系统管理员 sysadmin" in told
    assert "重置" in told
    chosen = {"oldpassword": password, "password1": CHOSEN, "password2": CHOSEN}
    client_2.post(reverse("account_change_password"), chosen)
    assert "sysadmin" in client_2.get(reverse("offices:me")).content.decode()  # it stays on one's own page
    client_2.post(reverse("account_logout"))
    again = client_2.post(LOGIN, {"login": "liaison", "password": CHOSEN}, follow=True).content.decode()
    assert "sysadmin" not in again


def test_the_first_log_in_to_a_new_account_speaks_of_no_reset(client, client_2, here):
    as_person(client, here.sysadmin)
    page = client.post(reverse("offices:create_account"), {"name": "周文静", "username": "zhou"})
    told = client_2.post(LOGIN, {"login": "zhou", "password": one_time_password(page)}, follow=True)
    assert "sysadmin" not in told.content.decode()


def test_another_spelling_of_the_name_counts_for_the_same_account(client, here):
    spellings = ["Stranger", " stranger", "STRANGER", "ｓtranger", "strangeR"]
    assert [log_in(client, name, "wrong").status_code for name in spellings] == [200, 200, 200, 200, 429]
    assert log_in(client, "stranger", people.PASSWORD).status_code == 429


def test_after_five_failures_the_account_is_locked_and_the_security_administrator_lifts_it(client, client_2, here):
    for _ in range(5):
        answer = log_in(client_2, "liaison", "wrong")
    assert answer.status_code == 429
    assert "<h1>" in answer.content.decode()
    assert log_in(client_2, "liaison", people.PASSWORD).status_code == 429
    as_person(client, here.secadmin)
    account = people.account_of(here.liaison)
    client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "unlock"})
    assert log_in(client_2, "liaison", people.PASSWORD).status_code == 302


def test_failed_log_ins_are_read_by_the_audit_administrator_alone(client, client_2, here):
    log_in(client_2, "liaison", "wrong")
    assert "liaison" in as_person(client, here.auditor).get(reverse("offices:sign_ins")).content.decode()
    for other in (here.sysadmin, here.secadmin, here.clerk, here.liaison):
        assert as_person(client, other).get(reverse("offices:sign_ins")).status_code == 404


def test_failures_with_names_of_another_realm_are_not_shown(client, client_2, here):
    people.unit("外区", "district", "999", realm="999")
    people.account("outsider", realm="999")
    log_in(client_2, "outsider-999", "wrong")
    assert "outsider" not in as_person(client, here.auditor).get(reverse("offices:sign_ins")).content.decode()


def test_log_in_leads_back_to_where_one_was(client, here):
    assert log_in(client, "liaison", people.PASSWORD, next="/offices/me/")["Location"] == "/offices/me/"
    client.logout()
    assert log_in(client, "liaison", people.PASSWORD, next="https://elsewhere.example/")["Location"] == "/"


def test_an_account_that_is_not_active_cannot_log_in(client, client_2, here):
    as_person(client, here.sysadmin)
    account = people.account_of(here.liaison)
    client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "close"})
    answer = log_in(client_2, "liaison", people.PASSWORD)
    assert client_2.get(reverse("offices:me")).status_code == 302
    assert answer.status_code in {200, 302}
    client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "open"})
    assert log_in(client_2, "liaison", people.PASSWORD)["Location"] == "/"


def test_each_administrator_is_offered_their_own_deeds_only(client, here):
    account = people.account_of(here.liaison)
    url = reverse("offices:change_account", args=[account.pk])
    as_person(client, here.secadmin)
    assert client.post(url, {"deed": "password"}).status_code == 404
    as_person(client, here.sysadmin)
    assert client.post(url, {"deed": "unlock"}).status_code == 404
    assert client.post(url, {"deed": "nonsense"}).status_code == 404


def test_a_second_factor_is_asked_for_and_can_be_reset(client, client_2, here):
    account = people.account_of(here.liaison)
    TOTP.activate(account, generate_totp_secret())
    assert log_in(client_2, "liaison", people.PASSWORD)["Location"].startswith(reverse("mfa_authenticate"))
    page = client_2.get(reverse("mfa_authenticate"))
    assert page.status_code == 200
    assert client_2.get(reverse("offices:me")).status_code == 302
    as_person(client, here.secadmin)
    client.post(reverse("offices:change_account", args=[account.pk]), {"deed": "factor"})
    assert not Authenticator.objects.filter(user=account).exists()
    client_2.post(reverse("account_logout"))
    assert log_in(client_2, "liaison", people.PASSWORD)["Location"] == "/"


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_change_password",
        "account_logout",
        "account_reauthenticate",
    ],
)
def test_pages_of_the_own_account_are_there_in_our_look(client, here, name):
    log_in(client, "liaison", people.PASSWORD)
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert "brand" in page.content.decode()


def test_pages_of_the_second_factor_once_it_is_set_up(client, here):
    log_in(client, "liaison", people.PASSWORD)
    TOTP.activate(people.account_of(here.liaison), generate_totp_secret())
    for name in ("mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"):
        page = client.get(reverse(name), follow=True)
        assert page.status_code == 200
        assert "brand" in page.content.decode()
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD})
    client.post(reverse("mfa_generate_recovery_codes"))
    codes = client.get(reverse("mfa_view_recovery_codes"))
    assert codes.content.decode().count("<code>") == 10


def test_the_public_pages_of_signing_in(client, db):
    for path in (LOGIN, "/accounts/password/forgotten/", "/accounts/inactive/"):
        assert client.get(path).status_code == 200
    for path in ("/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/confirm-email/"):
        assert client.get(path).status_code == 404


def test_one_account_works_in_several_posts(client, here):
    archivist = people.post(here.town, Duty.ARCHIVIST)
    commands.appoint(by=people.MACHINE, post_id=archivist, person_id=here.liaison.person_id)
    as_person(client, here.liaison)
    assert client.get(reverse("offices:me")).wsgi_request.viewer.duty is Duty.LIAISON
    client.post(reverse("web:post"), {"post": str(archivist)})
    page = client.get(reverse("offices:me"))
    assert page.wsgi_request.viewer.duty is Duty.ARCHIVIST
    assert str(here.liaison.post.id) in page.content.decode()
    assert client.post(reverse("web:post"), {"post": str(here.head.post.id)}).status_code == 404


def test_whoever_holds_no_post_sees_their_account_and_nothing_else(client, here):
    as_person(client, here.newcomer)
    assert client.get(reverse("offices:me")).status_code == 200
    assert client.get(reverse("offices:units")).status_code == 404
    assert queries.viewer_of("newcomer").post is None


def test_codes_of_the_second_factor_cannot_be_tried_for_ever(client, here):
    TOTP.activate(people.account_of(here.liaison), generate_totp_secret())
    log_in(client, "liaison", people.PASSWORD)
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}) for n in range(11)]
    log_in(client, "liaison", people.PASSWORD)
    assert "<form" in answers[0].content.decode()
    assert client.get(reverse("offices:me")).status_code == 302
    assert answers[-1].content != answers[0].content


def test_trying_faster_than_people_do_gets_one_sentence(rf):
    assert accounts.too_often(rf.get("/")).status_code == 429


def test_the_log_in_page_says_each_thing_once(client, db):
    page = client.get(LOGIN).content.decode()
    assert page.count(reverse("account_reset_password")) == 1
    assert "placeholder" not in page
