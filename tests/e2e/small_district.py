"""Fill an empty database with the small district of `tests/people.py`, for a product that has no sample to load."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings.run")

import django

django.setup()

import people
from luoshi.config import serving

serving.prepare()
people.district()
