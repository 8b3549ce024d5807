import pytest

import people


@pytest.fixture
def here(db):
    return people.district()


@pytest.fixture
def opened(client, here):
    """Opens an address as somebody of the district."""

    def get(viewer, url, **query):
        client.force_login(people.account_of(viewer))
        return client.get(url, query)

    return get
