"""One thread per model, with a bounded line in front of it."""

import asyncio
import threading

import pytest

from models_onnx.inference_thread import InferenceThread, OverloadedError

WAIT_S = 10


@pytest.fixture
def thread():
    """A line for two."""
    made = InferenceThread("tests", capacity=2)
    yield made
    made.close()


@pytest.fixture
def held(thread):
    """The thread at work until the event is set."""
    begun, gate = threading.Event(), threading.Event()

    def work():
        begun.set()
        assert gate.wait(WAIT_S)

    first = thread.submit(work)
    assert begun.wait(WAIT_S)
    yield gate
    gate.set()
    first.result(WAIT_S)


def test_results_come_back_from_one_other_thread(thread):
    names = [thread.submit(lambda: threading.current_thread().name).result(WAIT_S) for _ in range(5)]
    assert set(names) == {"inference-tests"}


def test_work_is_done_in_the_order_it_came(thread, held):
    done = []
    futures = [thread.submit(lambda number=number: done.append(number)) for number in range(2)]
    held.set()
    for future in futures:
        future.result(WAIT_S)
    assert done == [0, 1]


def test_one_more_than_the_line_holds_is_refused_at_once(thread, held):
    futures = [thread.submit(lambda: None) for _ in range(2)]
    assert thread.waiting == 2
    with pytest.raises(OverloadedError, match="tests") as refused:
        thread.submit(lambda: None)
    assert refused.value.code == "busy"
    held.set()
    for future in futures:
        future.result(WAIT_S)
    assert thread.submit(lambda: "room again").result(WAIT_S) == "room again"


@pytest.mark.parametrize("error", [ValueError("bad"), KeyboardInterrupt(), SystemExit(3)])
def test_what_a_work_raises_is_its_callers_and_the_thread_goes_on(thread, error):
    def work():
        raise error

    with pytest.raises(type(error)) as raised:
        thread.submit(work).result(WAIT_S)
    assert raised.value is error
    assert thread.submit(lambda: 7).result(WAIT_S) == 7


def test_what_is_cancelled_before_its_turn_never_runs(thread, held):
    ran = []
    future = thread.submit(lambda: ran.append("cancelled"))
    after = thread.submit(lambda: ran.append("after"))
    assert future.cancel()
    held.set()
    after.result(WAIT_S)
    assert ran == ["after"]


def test_a_waiter_that_goes_away_takes_its_work_along(thread, held):
    ran = []

    async def wait():
        task = asyncio.create_task(thread.run(lambda: ran.append("gone")))
        await asyncio.sleep(0)
        assert thread.waiting == 1
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        held.set()
        return await thread.run(lambda: "still here")

    assert asyncio.run(wait()) == "still here"
    assert ran == []


def test_the_event_loop_goes_on_while_a_work_runs(thread, held):
    async def wait():
        running = asyncio.ensure_future(thread.run(lambda: "done"))
        for _ in range(100):
            await asyncio.sleep(0)
        assert not running.done()
        held.set()
        return await running

    assert asyncio.run(wait()) == "done"


def test_closing_finishes_what_waits_and_ends_the_thread():
    thread = InferenceThread("closing", capacity=8)
    futures = [thread.submit(lambda number=number: number) for number in range(8)]
    thread.close()
    assert [future.result(0) for future in futures] == list(range(8))
    assert "inference-closing" not in {one.name for one in threading.enumerate()}
