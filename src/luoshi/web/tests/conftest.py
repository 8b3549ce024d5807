"""Tests of the shell run on the gallery's addresses."""

import pytest

import people


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "luoshi.web.tests.gallery.urls"


@pytest.fixture
def here(db):
    return people.district()


@pytest.fixture
def clerk(here):
    """The account of the clerk in the activity office."""
    return people.account_of(here.clerk)


@pytest.fixture
def liaison(here):
    return people.account_of(here.liaison)
