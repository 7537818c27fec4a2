"""A disk with no room: no file may grow past a limit, which needs no rights, and SQLite meets it as any failing write."""

import json
import re
import resource
from dataclasses import replace

import pytest
from cli.shell import holdings

from appliance.api.client import BridgeError
from appliance.api.messages import OpenConversation
from appliance.base.database import Database
from appliance.base.key import load_key
from appliance.engine.composition import DATABASE, MIGRATIONS

pytestmark = [pytest.mark.engine, pytest.mark.fault]
KIB = 1024
ROWS = 2000


@pytest.fixture
def long_faq(tmp_path):
    """A file whose rows don't go into what room there is."""
    path = tmp_path / "long.csv"
    lines = [f"第 {number} 个问题,{'很长的答案' * 40}\n" for number in range(ROWS)]
    path.write_text("问题,答案\n" + "".join(lines))
    return path


def check_whole(home):
    database = Database(home / DATABASE, load_key(home).secret, MIGRATIONS)
    assert database.read(lambda db: db.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]
    database.close()


def test_an_import_that_runs_out_of_room_says_how_far_it_came_and_goes_on_once_there_is_room(shop, long_faq):
    before = holdings(shop.home)
    ended = replace(shop, largest_file=512 * KIB)("import", "faq", long_faq)
    assert ended.status == 1
    assert "free space" in ended.err
    assert "guitai: " in ended.err.splitlines()[-1]
    assert ended.out == ""
    told = re.search(rf"([\d,]+) of {ROWS:,} rows are in", ended.err)
    written = int(told[1].replace(",", ""))
    assert 0 < written < ROWS
    now = holdings(shop.home)
    assert now["faq_entries"][0] == before["faq_entries"][0] + written
    assert {name: now[name] for name in now if not name.startswith("faq_")} == {
        name: before[name] for name in before if not name.startswith("faq_")
    }
    check_whole(shop.home)
    receipt = json.loads(shop("import", "faq", long_faq).out)
    assert (receipt["added"], receipt["skipped"]) == (ROWS - written, written)


def test_an_import_with_no_room_at_all_changes_nothing(shop, long_faq):
    before = holdings(shop.home)
    ended = replace(shop, largest_file=64 * KIB)("import", "faq", long_faq)
    assert ended.status == 1
    assert "Nothing was changed" in ended.err
    assert holdings(shop.home) == before
    check_whole(shop.home)


def test_a_first_start_without_room_says_so_and_starts_once_there_is_room(new_shop):
    for room in (0, 1, 64):
        ended = replace(new_shop, largest_file=room * KIB)("demo")
        assert ended.status == 1, ended
        assert "room" in ended.err or "free space" in ended.err
    assert json.loads(new_shop("demo").out)["faq"] > 50
    check_whole(new_shop.home)


def test_an_export_without_room_leaves_the_old_file(shop, tmp_path, long_faq):
    assert shop("import", "faq", long_faq).status == 0
    target = tmp_path / "out" / "faq.csv"
    target.parent.mkdir()
    target.write_text("the old one")
    ended = replace(shop, largest_file=512 * KIB)("export", "faq", target)
    assert ended.status == 2
    assert "can't be written" in ended.err
    assert target.read_text() == "the old one"
    assert list(target.parent.iterdir()) == [target]


def test_an_engine_that_runs_out_of_room_refuses_loses_nothing_and_goes_on(shop, running, long_faq):
    def limit(size):
        resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    with running.client(running.server_token()) as client, running.operator() as operator:
        conversation, other = client.open(OpenConversation()), client.open(OpenConversation())
        limit(256 * KIB)
        kept = []

        def send_until_full():
            # Each message is longer than a page, so that the room is used up soon.
            for number in range(10_000):
                kept.append((f"m{number}", f"{number} {'长' * 2000}"))
                conversation.send(kept[-1][1], kept[-1][0])

        with pytest.raises(BridgeError) as refused:
            send_until_full()
        assert (refused.value.status, refused.value.code) == (503, "not_stored")
        under_way = kept.pop()
        # From here on there is not even room for one page.
        limit(4 * KIB)
        for method, path, body in (
            ("PUT", "/v1/operator/settings", {"shop_name": "没有地方了"}),
            ("POST", "/v1/operator/faq", {"question": "还有地方吗", "answer": "没有了"}),
            ("POST", f"/v1/operator/conversations/{other.conversation_id}/take-over", {}),
        ):
            with pytest.raises(BridgeError) as refused:
                operator.call(method, path, body)
            assert (refused.value.status, refused.value.code) == (503, "not_stored")
        for ask in (other.handoff, other.close):
            with pytest.raises(BridgeError) as refused:
                ask()
            assert (refused.value.status, refused.value.code) == (503, "not_stored")
        ended = shop("import", "faq", long_faq)
        assert (ended.status, ended.out) == (1, "")
        # What was there can be read all the while, and the customer's message goes through once there is room.
        said = {line.client_message_id: line.text for line in conversation.transcript().messages}
        assert {key: said.get(key) for key, _ in kept} == dict(kept)
        limit(resource.RLIM_INFINITY)
        assert other.transcript().state == "bot"
        assert conversation.send(under_way[1], under_way[0]).text
        assert operator.call("PUT", "/v1/operator/settings", {"shop_name": "搬家了"})["shop_name"] == "搬家了"
        lines = [line.client_message_id for line in conversation.transcript().messages]
        assert all(lines.count(key) == 1 for key, _ in [*kept, under_way])
    assert running.end() == 0
    check_whole(shop.home)
