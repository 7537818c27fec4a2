"""The commands as a merchant or a script uses them: with an engine running, and without."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from cli.shell import holdings
from engine.engine_process import STOP_S, EngineProcess

from appliance import __version__
from appliance.api.client import BridgeClient, BridgeError
from appliance.api.messages import OpenConversation, Reply
from appliance.engine.instance import read_running

pytestmark = pytest.mark.engine
REPOSITORY = str(Path(__file__).parents[2])
NEW_FAQ = "问题,相似问法,答案\n门店在哪里可以逛,有没有实体店|能去店里看吗,我们只有网店，没有门店。\n"


def result(ended):
    """What a command printed, when it went well."""
    assert ended.status == 0, ended.err
    assert "Traceback" not in ended.err
    return ended.out


def test_version(shop):
    assert result(shop("version")) == f"{__version__}\n"


def test_without_arguments_it_says_what_it_can_do(shop):
    ended = shop()
    assert ended.status == 2
    for command in ("engine", "run", "console", "ask", "eval", "import", "export", "demo", "pair", "doctor", "embed"):
        assert command in ended.out + ended.err


def test_ask_prints_the_reply_of_the_running_engine(ready, engine):
    assert "99" in result(ready("ask", "满多少包邮"))
    reply = Reply.model_validate_json(result(ready("ask", "满多少包邮", "--json")))
    assert (reply.route, reply.faq.entry_id) == ("faq", "FAQ004")
    # Nothing stays of it but its conversation: the token that it used is revoked.
    assert not [
        token for token in engine.operator().call("GET", "/v1/operator/tokens")["tokens"] if "guitai" in token["name"]
    ]


def test_ask_speaks_for_a_customer(ready, demo_rows):
    mine = demo_rows["orders"][0]
    reply = Reply.model_validate_json(
        result(ready("ask", f"{mine['order_id']} 到哪了", "--customer", mine["customer_id"], "--json"))
    )
    assert reply.route == "order"
    assert mine["order_id"] in reply.text
    stranger = Reply.model_validate_json(
        result(ready("ask", f"{mine['order_id']} 到哪了", "--customer", "C9999", "--json"))
    )
    assert mine["tracking_no"] not in stranger.text


def test_ask_starts_an_engine_where_none_runs_and_ends_it(shop):
    reply = Reply.model_validate_json(result(shop("ask", "帐篷防水吗", "--json")))
    assert reply.handoff
    assert read_running(shop.home) is None
    assert not (shop.home / "engine.json").exists()
    assert holdings(shop.home)["messages"][0] == 2 * 2


def test_an_import_answers_the_next_message(ready, tmp_path):
    (tmp_path / "new.csv").write_text(NEW_FAQ)
    receipt = json.loads(result(ready("import", "faq", tmp_path / "new.csv")))
    assert (receipt["read"], receipt["added"], receipt["refused"]) == (1, 1, [])
    assert result(ready("ask", "门店在哪里可以逛")) == "我们只有网店，没有门店。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_import_works_without_an_engine_in_each_encoding(new_shop, tmp_path, encoding):
    (tmp_path / "new.csv").write_bytes(NEW_FAQ.encode(encoding))
    assert json.loads(result(new_shop("import", "faq", tmp_path / "new.csv")))["added"] == 1
    result(new_shop("export", "faq", tmp_path / "out.csv"))
    row = next(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert (row["question"], row["similar_questions"]) == ("门店在哪里可以逛", "有没有实体店|能去店里看吗")


def test_a_path_is_the_shells_not_the_engines(shop, running, tmp_path, monkeypatch):
    (tmp_path / "new.csv").write_text(NEW_FAQ)
    monkeypatch.chdir(tmp_path)
    guitai = replace(shop, environment={**shop.environment, "PYTHONPATH": REPOSITORY})
    assert json.loads(result(guitai("import", "faq", "new.csv")))["added"] == 1


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_exported_faq_imports_again_without_loss(shop, new_shop, tmp_path, suffix):
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    entries = holdings(shop.home)["faq_entries"][0]
    assert json.loads(result(shop("export", "faq", first))) == {"entries": entries}
    receipt = json.loads(result(new_shop("import", "faq", first)))
    assert (receipt["added"], receipt["refused"]) == (entries, [])
    assert json.loads(result(new_shop("export", "faq", second))) == {"entries": entries}
    if suffix == ".csv":
        assert second.read_bytes() == first.read_bytes()
    again = json.loads(result(shop("import", "faq", second)))
    assert (again["skipped"], again["added"], again["changed"]) == (entries, 0, 0)


def test_exported_conversations_are_whole_with_an_engine_and_without(shop, running, tmp_path):
    result(shop("export", "conversations", tmp_path / "running.jsonl"))
    assert running.end() == 0
    assert json.loads(result(shop("export", "conversations", tmp_path / "ended.jsonl"))) == {"conversations": 1}
    assert (tmp_path / "running.jsonl").read_bytes() == (tmp_path / "ended.jsonl").read_bytes()
    (line,) = (tmp_path / "ended.jsonl").read_text().splitlines()
    conversation = json.loads(line)
    assert conversation["summary"]["customer_id"] == "C1001"
    assert [message["role"] for message in conversation["messages"]] == ["customer", "bot"]
    assert conversation["messages"][0]["text"] == "帐篷防水吗"
    assert conversation["messages"][1]["ai_generated"] is True


def test_the_demo_shop_is_loaded_once(new_shop, demo_rows):
    sums = {kind: len(rows) for kind, rows in demo_rows.items()}
    assert json.loads(result(new_shop("demo"))) == sums
    before = holdings(new_shop.home)
    assert {
        kind: before[table][0]
        for kind, table in (("faq", "faq_entries"), ("products", "products"), ("orders", "orders"))
    } == sums
    assert json.loads(result(new_shop("demo"))) == sums
    assert holdings(new_shop.home) == before


def test_the_demo_shop_is_loaded_into_a_running_engine(shop, running):
    before = holdings(shop.home)
    assert json.loads(result(shop("demo")))["faq"] == before["faq_entries"][0]
    assert holdings(shop.home) == before


def test_a_paired_servers_token_is_the_last_line_and_works(ready, engine):
    token = result(
        ready("pair", "--name", "网店", "--origin", "https://shop.example", "--token", "--no-limits")
    ).splitlines()[-1]
    with BridgeClient(engine.url, token) as shop:
        assert shop.open(OpenConversation(customer_id="C1")).send("满多少包邮").route == "faq"
        assert shop.call("PUT", "/v1/products/CLI-1", {"sku": "CLI-1", "name": "命令行水壶"})["added"] == 1
    (paired,) = [one for one in engine.operator().call("GET", "/v1/operator/tokens")["tokens"] if one["name"] == "网店"]
    assert (paired["kind"], paired["unlimited"], paired["origins"]) == ("server", True, ["https://shop.example"])


def test_a_token_paired_without_an_engine_works_in_the_next(shop, no_models):
    token = result(shop("pair", "--token")).splitlines()[-1]
    engine = EngineProcess(shop.home, models=no_models)
    try:
        engine.start()
        with engine.client(token) as client:
            assert client.open(OpenConversation()).send("在吗").handoff
    finally:
        engine.kill()


def test_a_pairing_code_becomes_a_token_once(ready, engine):
    code, lifetime = result(ready("pair", "--name", "插件")).split(" ", 1)
    assert lifetime.strip() == "(120 s)"
    with BridgeClient(engine.url) as bridge:
        paired = bridge.call("POST", "/v1/pair", {"code": code, "name": "插件"})
        with pytest.raises(BridgeError) as refused:
            bridge.call("POST", "/v1/pair", {"code": code, "name": "插件"})
    assert refused.value.status == 403
    with BridgeClient(engine.url, paired["token"]) as shop:
        shop.open(OpenConversation())


def test_the_doctor_finds_a_running_desk_well(ready, engine):
    ended = ready("doctor")
    lines = dict(line[2:].split(": ", 1) for line in ended.out.splitlines())
    marks = {line[2:].split(": ", 1)[0]: line[0] for line in ended.out.splitlines()}
    assert lines["engine"] == f"runs at {engine.url}"
    assert "SQLCipher" in lines["SQLite"]
    assert str(engine.home) in lines["data folder"] or "GB left" in lines["data folder"]
    assert "multilingual-e5" in lines["models"]
    # How much disk and memory there is belongs to the machine.
    assert {name for name, mark in marks.items() if mark == "✗"} <= {"data folder", "memory"}
    assert ended.status == (1 if "✗" in marks.values() else 0)


def test_the_recovery_code_is_shown_and_brings_a_lost_key_back(shop):
    code = result(shop("key", "show")).strip()
    before = holdings(shop.home)
    (shop.home / "database.key").unlink()
    assert shop("key", "show").status == 5
    assert "file" in result(shop("key", "recover", given=f"{code.lower()}\n"))
    assert holdings(shop.home) == before
    assert result(shop("key", "show")).strip() == code


def test_no_recovery_code_without_a_database(new_shop):
    for command in (["key", "show"], ["key", "recover", "AAAAA"]):
        ended = new_shop(*command)
        assert ended.status != 0
        assert ended.out == ""
    assert not new_shop.home.exists()


def test_stop_ends_the_running_engine_and_the_doctor_sees_it(shop, running):
    assert f"runs at {running.running.url}" in shop("doctor").out
    result(shop("stop"))
    assert running.process.wait(STOP_S) == 0
    assert not (shop.home / "engine.json").exists()
    assert "not running" in shop("doctor").out
    assert "Traceback" not in shop("stop").err
