"""Times: what is stored, what the bridge says, and the shop's day."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.base.clock import iso, now_ms, today_in

YEAR_2100_MS = 4_102_444_800_000


def test_now_is_now():
    before, now, after = time.time(), now_ms(), time.time()
    assert before - 0.001 <= now / 1000 <= after


@given(ms=st.integers(0, YEAR_2100_MS))
def test_every_stored_time_is_said_to_the_millisecond(ms):
    said = datetime.fromisoformat(iso(ms))
    assert said.utcoffset() == timedelta()
    assert said - datetime(1970, 1, 1, tzinfo=UTC) == timedelta(milliseconds=ms)


def test_a_time_as_the_bridge_says_it():
    assert iso(1_795_420_800_007) == "2026-11-23T08:00:00.007+00:00"


def test_the_shops_day_is_its_time_zones():
    # They are 26 hours apart: never on the same day.
    first, last = today_in("Pacific/Kiritimati"), today_in("Etc/GMT+12")
    assert first > last
    assert today_in("Asia/Shanghai") in {first, last, last + timedelta(days=1)}
    assert isinstance(first, date)


def test_a_time_zone_that_is_none_is_an_error():
    with pytest.raises(ZoneInfoNotFoundError):
        today_in("Asia/Nowhere")
