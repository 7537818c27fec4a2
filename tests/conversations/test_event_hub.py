"""Live streams: everyone who listens hears all in order, and whoever stops reading is cut off."""

import asyncio

import pytest

from appliance.conversations.events import BACKLOG, OPERATORS, Event, EventHub

WAIT_S = 10


def event(number):
    """The event of one message."""
    return Event("message", f"line {number}", number)


def heard(act):
    """Run `act(hub)`, a coroutine that returns what it heard."""

    async def within():
        async with asyncio.timeout(WAIT_S):
            return await act(EventHub())

    return asyncio.run(within())


async def rest(subscription):
    """What is left in a stream that ends."""
    return [one async for one in subscription]


def test_listeners_hear_what_is_published_from_then_on_in_order():
    async def act(hub):
        hub.publish("c1", event(0))
        with hub.subscribe("c1") as one, hub.subscribe("c1") as two, hub.subscribe("c2") as other:
            for number in range(1, 4):
                hub.publish("c1", event(number))
            streams = [aiter(subscription) for subscription in (one, two)]
            first = [[await anext(stream) for _ in range(3)] for stream in streams]
            hub.close()
            return first, await rest(other)

    (one, two), other = heard(act)
    assert one == two == [event(1), event(2), event(3)]
    assert other == []


def test_nobody_composes_an_event_for_no_one():
    async def act(hub):
        before = hub.listening("c1")
        with hub.subscribe("c1"):
            within = hub.listening("c1")
            with hub.subscribe("c1"):
                pass
            still = hub.listening("c1")
        return before, within, still, hub.listening("c1"), hub.listening(OPERATORS)

    assert heard(act) == (False, True, True, False, False)


def test_a_listener_that_reads_keeps_up_with_any_number():
    async def act(hub):
        with hub.subscribe("c1") as subscription:
            stream = aiter(subscription)
            got = []
            for number in range(3 * BACKLOG):
                hub.publish("c1", event(number))
                got.append(await anext(stream))
            return got

    assert heard(act) == [event(number) for number in range(3 * BACKLOG)]


def test_a_listener_with_a_full_backlog_is_still_served_and_one_more_cuts_it_off():
    async def act(hub):
        with hub.subscribe("c1") as patient, hub.subscribe("c1") as stuck:
            for number in range(BACKLOG):
                hub.publish("c1", event(number))
            stream = aiter(patient)
            full = [await anext(stream) for _ in range(BACKLOG)]
            hub.publish("c1", event(BACKLOG))
            # What it missed it reads from the store; the queue holds no memory for it.
            return full, await rest(stuck), await anext(stream)

    full, stuck, last = heard(act)
    assert full == [event(number) for number in range(BACKLOG)]
    assert stuck == []
    assert last == event(BACKLOG)


def test_what_comes_after_the_cut_is_not_kept():
    async def act(hub):
        with hub.subscribe("c1") as stuck:
            for number in range(10 * BACKLOG):
                hub.publish("c1", event(number))
            return stuck._queue.qsize(), await rest(stuck)

    assert heard(act) == (1, [])


def test_a_cut_off_listener_comes_back_and_hears_again():
    async def act(hub):
        with hub.subscribe("c1") as stuck:
            for number in range(BACKLOG + 1):
                hub.publish("c1", event(number))
            await rest(stuck)
        with hub.subscribe("c1") as again:
            hub.publish("c1", event(999))
            return await anext(aiter(again))

    assert heard(act) == event(999)


def test_s07_closing_a_token_ends_its_streams_and_no_others():
    async def act(hub):
        with (
            hub.subscribe("c1", "revoked") as one,
            hub.subscribe("c2", "revoked") as two,
            hub.subscribe("c1", "valid") as kept,
            hub.subscribe("c1") as tokenless,
        ):
            hub.close_token("revoked")
            ended = [await rest(one), await rest(two)]
            hub.publish("c1", event(1))
            return ended, await anext(aiter(kept)), await anext(aiter(tokenless))

    assert heard(act) == ([[], []], event(1), event(1))


def test_an_engine_that_goes_down_ends_every_stream_and_opens_none():
    async def act(hub):
        with hub.subscribe("c1") as one, hub.subscribe(OPERATORS) as operators:
            hub.close()
            ended = [await rest(one), await rest(operators)]
            with hub.subscribe("c1") as late:
                return ended, await rest(late)

    assert heard(act) == ([[], []], [])


def test_a_listener_that_fails_is_forgotten():
    async def act(hub):
        async def listen():
            with hub.subscribe("c1"):
                raise ConnectionError

        with pytest.raises(ConnectionError):
            await listen()
        return hub.listening("c1")

    assert heard(act) is False
