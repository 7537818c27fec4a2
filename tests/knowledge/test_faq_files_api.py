"""FAQ files through the operator's routes of a running engine: tried, imported, watched, cancelled, exported, proposed."""

import csv
import time

import pytest

from appliance.api.client import BridgeError
from appliance.api.faq_files import ChatProposals, FaqImport, FaqImportRows
from appliance.api.operator import FaqEdit

pytestmark = pytest.mark.engine
FAQ, IMPORT = "/v1/operator/faq", "/v1/operator/faq-import"
PATIENCE_S = 120


@pytest.fixture
def operator(engine):
    """The operator's client; entries of the test are gone afterwards."""
    client = engine.operator()
    before = ids(client)
    yield client
    for entry_id in ids(client) - before:
        client.call("DELETE", f"{FAQ}/{entry_id}")
    client.call("DELETE", IMPORT)


def ids(client):
    """Of every entry."""
    return {one["entry_id"] for one in client.call("GET", f"{FAQ}?limit=500")["entries"]}


def ended(operator):
    """The import's end."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        state = FaqImport.model_validate(operator.call("GET", IMPORT))
        if state.state != "running":
            return state
    raise AssertionError("still running")


def run(operator, path, **options):
    """Import a file; how it ended."""
    operator.call("POST", IMPORT, {"path": str(path), **options})
    return ended(operator)


def rows_of(operator, query=""):
    """The receipt's rows."""
    return FaqImportRows.model_validate(operator.call("GET", f"{IMPORT}/rows{query}"))


def test_a_file_is_tried_then_imported_and_answers_the_next_message(engine, operator, tmp_path):
    file = tmp_path / "faq.md"
    file.write_text("## 可以代写生日卡片吗？\n\n可以，一张免费。\n\n## 没有答案的问题\n", encoding="utf-8")
    tried = run(operator, file, dry_run=True)
    assert (tried.state, tried.counts.added, tried.counts.refused) == ("checked", 1, 1)
    assert operator.call("GET", f"{FAQ}?query=生日卡片")["total"] == 0
    done = run(operator, file)
    assert (done.state, done.counts) == ("finished", tried.counts)
    found = rows_of(operator)
    assert [(row.row, row.outcome, row.reason) for row in found.rows] == [
        (1, "added", ""),
        (2, "refused", "answer is empty"),
    ]
    assert rows_of(operator, "?outcome=refused&outcome=conflict").total == 1
    assert engine.conversation().send("可以代写生日卡片吗？").text == "可以，一张免费。"


def test_a_pack_is_merged_with_a_decision_for_each_conflict(operator, tmp_path):
    edit = FaqEdit(question="围巾会起球吗？", answer="不会。")
    entry = operator.call("POST", FAQ, edit.model_dump())
    pack = tmp_path / "pack.csv"
    total = len(ids(operator))
    assert operator.call("POST", "/v1/operator/faq-export", {"path": str(pack), "as_pack": True}) == {"entries": total}
    text = pack.read_text(encoding="utf-8-sig")
    assert next(csv.reader(text.splitlines()))[-1] == "base_version"
    pack.write_text(text.replace("不会。", "少量起球。"), encoding="utf-8")
    operator.call("PUT", f"{FAQ}/{entry['entry_id']}", {**edit.model_dump(), "answer": "羊毛的会。"})
    state = run(operator, pack)
    assert (state.counts.conflict, state.counts.changed, state.counts.unchanged) == (1, 0, total - 1)
    [conflict] = rows_of(operator, "?outcome=conflict").rows
    assert (conflict.mine.answer, conflict.theirs.answer) == ("羊毛的会。", "少量起球。")
    now = lambda: operator.call("GET", f"{FAQ}?query={entry['entry_id']}")["entries"][0]["answer"]
    assert now() == "羊毛的会。"
    decision = {"entry_id": conflict.entry_id, "take": "theirs", "mine_version": conflict.mine_version}
    assert run(operator, pack, decisions=[decision]).counts.changed == 1
    assert now() == "少量起球。"


def test_a_long_import_tells_how_far_it_is_and_can_be_cancelled(operator, tmp_path):
    file = tmp_path / "long.csv"
    file.write_text("id,question,answer\n" + "".join(f"L{n},长问题{n}？,答\n" for n in range(60_000)), encoding="utf-8")
    operator.call("POST", IMPORT, {"path": str(file), "dry_run": True})
    with pytest.raises(BridgeError) as refused:
        operator.call("POST", IMPORT, {"path": str(file)})
    assert refused.value.status == 409
    seen = FaqImport()
    while seen.state in {"none", "running"} and not seen.done:
        seen = FaqImport.model_validate(operator.call("GET", IMPORT))
    assert seen.state == "running"
    operator.call("DELETE", IMPORT)
    assert ended(operator).state == "cancelled"
    assert operator.call("GET", f"{FAQ}?query=长问题")["total"] == 0
    # Asked for once more, it is forgotten.
    assert operator.call("DELETE", IMPORT)["state"] == "none"


def test_a_file_that_cannot_be_read_fails_with_its_reason(operator, tmp_path):
    state = run(operator, tmp_path / "missing.csv")
    assert (state.state, state.code) == ("failed", "file_missing")
    assert "missing.csv" in state.reason


def test_an_export_that_cannot_be_written_is_refused(operator, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BridgeError) as refused:
        operator.call("POST", "/v1/operator/faq-export", {"path": str(tmp_path / "file" / "out.csv")})
    assert refused.value.status == 422


def test_a_chat_proposes_and_saves_nothing(operator, tmp_path):
    before = ids(operator)
    text = "客户：围巾能手洗吗\n客服：可以冷水手洗。\n客户：订单 2026112013167642 到了吗\n客服：今天送到。\n"
    found = ChatProposals.model_validate(operator.call("POST", "/v1/operator/faq-proposals", {"text": text}))
    assert [(one.question, one.answer, one.personal) for one in found.proposals] == [
        ("围巾能手洗吗", "可以冷水手洗。", False),
        ("订单 2026112013167642 到了吗", "今天送到。", True),
    ]
    assert (found.speakers, found.shop) == (["客户", "客服"], ["客服"])
    file = tmp_path / "chat.txt"
    file.write_bytes(text.encode("gb18030"))
    assert operator.call("POST", "/v1/operator/faq-proposals", {"path": str(file)}) == found.model_dump()
    assert ids(operator) == before
    with pytest.raises(BridgeError) as refused:
        operator.call("POST", "/v1/operator/faq-proposals", {"text": "一段话"})
    assert refused.value.status == 422


def test_files_need_the_operators_token(engine):
    for method, path in (
        ("POST", IMPORT),
        ("GET", IMPORT),
        ("GET", f"{IMPORT}/rows"),
        ("DELETE", IMPORT),
        ("POST", "/v1/operator/faq-export"),
        ("POST", "/v1/operator/faq-proposals"),
    ):
        with pytest.raises(BridgeError) as refused:
            engine.shop().call(method, path, {"path": "/tmp/x.csv"} if method == "POST" else None)
        assert refused.value.status in {401, 403}
