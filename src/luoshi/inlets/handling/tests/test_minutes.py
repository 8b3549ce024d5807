import re
from datetime import timedelta

import pytest
from django.urls import reverse

import builders
import people
from luoshi.base import clock, minutes

pytestmark = pytest.mark.django_db


def test_a_form_that_is_sent_adds_its_time_once(client):
    here = people.district()
    matter = builders.accepted(here)
    client.force_login(people.account_of(here.liaison))
    address = reverse("handling:progress", args=[matter])
    began = clock.now()
    with clock.fixed(began):
        mark = re.search(r'name="_shown" value="([^"]+)"', client.get(address).content.decode())[1]
    with clock.fixed(began + timedelta(seconds=90)):
        refused = client.post(address, {"words": "", "_shown": mark})
        sent = client.post(address, {"words": "已走访三个村队", "_shown": mark})
    assert (refused.status_code, sent.status_code) == (422, 302)
    (found,) = minutes.taken(since=began.date())
    assert (found.form, found.sent, found.seconds, found.declared) == ("handling:progress", 1, 180, 2)
