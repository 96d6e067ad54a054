import re
import time
from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from shanqiao.apps.people.actions import NoDemonstration, show_sign_in
from shanqiao.apps.people.one_time_code import code_now
from tests.factories import NOON, a_social_worker

pytestmark = pytest.mark.django_db
PASSWORD = "a long secret"


@pytest.fixture(autouse=True)
def no_attempts_before():
    cache.clear()


@pytest.fixture
def client():
    return Client(headers={"Accept-Language": "en"})


def a_worker_with_codes():
    worker = a_social_worker()
    TOTP.activate(worker, generate_totp_secret())
    return worker


def sign_in(client, worker, password=PASSWORD):
    return client.post(
        "/account/sign-in/", {"login": worker.username, "password": password}, follow=True
    )


def test_password_and_code_open_the_own_desk(client):
    worker = a_worker_with_codes()

    page = sign_in(client, worker)
    assert "Code from your phone" in page.text
    page = client.post("/account/sign-in/code/", {"code": code_now(worker)}, follow=True)

    assert page.request["PATH_INFO"] == "/station/"


def test_the_password_alone_opens_nothing(client):
    worker = a_worker_with_codes()

    sign_in(client, worker)

    assert client.get("/station/")["Location"].startswith("/account/sign-in/")


def test_a_wrong_code_opens_nothing(client):
    worker = a_worker_with_codes()
    sign_in(client, worker)
    wrong = f"{(int(code_now(worker)) + 1) % 1_000_000:06d}"

    page = client.post("/account/sign-in/code/", {"code": wrong})

    assert page.status_code == 200
    assert "Incorrect code" in page.text
    assert client.get("/station/").status_code == 302


def test_the_first_sign_in_sets_up_the_codes_before_anything_else(client):
    worker = a_social_worker()

    page = sign_in(client, worker)

    assert page.request["PATH_INFO"] == "/account/codes/set-up/"
    assert "data:image/svg+xml" in page.text
    for address in ("/station/", "/desk/", "/account/codes/", "/account/password/", "/help/"):
        assert client.get(address)["Location"] == "/account/codes/set-up/"


def test_setting_up_the_codes_hands_out_spare_codes(client):
    worker = a_social_worker()
    page = sign_in(client, worker)
    secret = re.search(r'user-select-all">(\w+)</code>', page.text).group(1)

    page = client.post("/account/codes/set-up/", {"code": code_of(secret)}, follow=True)

    assert page.request["PATH_INFO"] == "/account/codes/spare/"
    assert len(re.findall(r"<code", page.text)) == 10
    assert client.get("/station/").status_code == 200


def test_secrets_are_not_kept_where_they_can_be_read():
    worker = a_social_worker()
    secret = generate_totp_secret()

    TOTP.activate(worker, secret)

    kept = Authenticator.objects.get(user=worker).data["secret"]
    assert secret not in kept
    assert secret.encode() not in bytes.fromhex(kept)


def test_a_password_is_not_found_out_by_trying(client):
    worker = a_worker_with_codes()
    for _attempt in range(6):
        page = sign_in(client, worker, password="not this one")

    page = sign_in(client, worker)

    assert "Code from your phone" not in page.text
    assert "Too many" in page.text


def test_nobody_opens_an_account_from_the_street(client):
    assert client.get("/account/signup/").status_code == 404
    assert client.get("/accounts/signup/").status_code == 404


def test_signing_out_is_asked_for_and_done(client):
    worker = a_worker_with_codes()
    sign_in(client, worker)
    client.post("/account/sign-in/code/", {"code": code_now(worker)})

    client.post("/account/sign-out/")

    assert client.get("/station/").status_code == 302


def test_a_demonstration_shows_its_people_and_their_codes(client, settings):
    settings.DEMONSTRATION = True
    worker = a_worker_with_codes()
    show_sign_in(person=worker, desk="station", password=PASSWORD, at=NOON)

    page = client.get(f"/account/sign-in/?as={worker.username}")
    assert f'value="{worker.username}"' in page.text
    assert f'value="{PASSWORD}"' in page.text
    page = sign_in(client, worker)

    assert code_now(worker) in page.text


def test_a_real_city_shows_neither_even_if_it_was_a_demonstration_once(client, settings):
    settings.DEMONSTRATION = True
    worker = a_worker_with_codes()
    show_sign_in(person=worker, desk="station", password=PASSWORD, at=NOON)
    settings.DEMONSTRATION = False

    page = client.get(f"/account/sign-in/?as={worker.username}")
    assert f'value="{worker.username}"' not in page.text
    assert PASSWORD not in page.text
    page = sign_in(client, worker)

    assert code_now(worker) not in page.text


def test_a_real_city_keeps_no_password_that_can_be_read():
    with pytest.raises(NoDemonstration):
        show_sign_in(
            person=a_social_worker(), desk="station", password="x", at=datetime.now(tz=UTC)
        )


def test_the_language_is_changed_and_one_stays_where_one_was(client):
    page = client.get("/account/sign-in/")
    assert '<html lang="en"' in page.text

    client.post("/language/", {"language": "zh-hans", "next": "/account/sign-in/"})

    assert '<html lang="zh-Hans"' in client.get("/account/sign-in/").text


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_who_has_no_spare_codes_is_led_to_make_some(client):
    worker = a_worker_with_codes()
    sign_in(client, worker)
    client.post("/account/sign-in/code/", {"code": code_now(worker)})

    page = client.get("/account/codes/")

    assert 'href="/account/codes/spare/new/"' in page.text


def test_two_visitors_of_a_demonstration_do_not_wait_for_each_other(client, settings):
    settings.DEMONSTRATION, settings.MFA_TOTP_TOLERANCE = True, 1
    worker = a_worker_with_codes()
    show_sign_in(person=worker, desk="station", password=PASSWORD, at=NOON)

    for visitor in (client, Client(headers={"Accept-Language": "en"})):
        sign_in(visitor, worker)
        visitor.post("/account/sign-in/code/", {"code": code_now(worker)})

        assert visitor.get("/station/").status_code == 200


def test_a_code_opens_the_door_once(client):
    worker = a_worker_with_codes()
    code = code_now(worker)
    sign_in(client, worker)
    client.post("/account/sign-in/code/", {"code": code})
    other = Client(headers={"Accept-Language": "en"})
    sign_in(other, worker)

    other.post("/account/sign-in/code/", {"code": code})

    assert other.get("/station/").status_code == 302
