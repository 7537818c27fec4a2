"""`guitai import faq` and `export faq` with packs, dry runs and every kind of file; with an engine running and without."""

import csv
import json

import pytest
from cli.shell import holdings

pytestmark = pytest.mark.engine
TWO = "id,question,answer\nF1,几天发货？,当天。\nF2,能退吗？,七天内能。\n"


@pytest.fixture(params=["alone", "running"])
def guitai(request, shop):
    """The command, where no engine runs and where one does."""
    if request.param == "running":
        request.getfixturevalue("running")
    return shop


def receipt(ended, status=0):
    """What an import printed."""
    assert ended.status == status, ended.err
    assert "Traceback" not in ended.err
    return json.loads(ended.out)


def test_a_pack_is_merged_and_a_conflict_decided(guitai, tmp_path):
    (tmp_path / "two.csv").write_text(TWO)
    receipt(guitai("import", "faq", tmp_path / "two.csv"))
    pack = tmp_path / "pack.csv"
    entries = receipt(guitai("export", "faq", pack, "--pack"))["entries"]
    text = pack.read_text(encoding="utf-8-sig").replace("当天。", "次日。").replace("七天内能。", "三十天内能。")
    pack.write_text(text, encoding="utf-8")
    (tmp_path / "one.csv").write_text("id,question,answer\nF1,几天发货？,两天。\n")
    receipt(guitai("import", "faq", tmp_path / "one.csv"))
    merged = receipt(guitai("import", "faq", pack), status=3)
    assert (merged["changed"], merged["skipped"]) == (1, entries - 2)
    [conflict] = merged["conflicts"]
    assert (conflict["entry_id"], conflict["mine"]["answer"], conflict["theirs"]["answer"]) == (
        "F1",
        "两天。",
        "次日。",
    )
    assert [one["reason"] for one in merged["refused"]] == ["changed here and in the file"]
    decided = receipt(guitai("import", "faq", pack, "--take", "F1=theirs"))
    assert (decided["changed"], decided["refused"]) == (1, [])
    assert receipt(guitai("import", "faq", pack, "--take-all", "mine"))["skipped"] == entries


def test_a_dry_run_changes_nothing_and_the_receipt_has_every_row(guitai, tmp_path):
    before = holdings(guitai.home)
    (tmp_path / "new.csv").write_text(TWO + "F3,,没有问题\n")
    tried = receipt(
        guitai("import", "faq", tmp_path / "new.csv", "--dry-run", "--rows", tmp_path / "rows.csv"), status=3
    )
    assert (tried["read"], tried["added"], [one["row"] for one in tried["refused"]]) == (3, 2, [3])
    assert holdings(guitai.home) == before
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["outcome"], row["id"]) for row in rows] == [
        ("1", "added", "F1"),
        ("2", "added", "F2"),
        ("3", "refused", "F3"),
    ]


@pytest.mark.parametrize("suffix", [".json", ".md"])
def test_other_kinds_of_files_import_again_without_loss(shop, new_shop, tmp_path, suffix):
    first, second = tmp_path / f"first{suffix}", tmp_path / f"second{suffix}"
    entries = receipt(shop("export", "faq", first))["entries"]
    assert receipt(new_shop("import", "faq", first))["added"] == entries
    receipt(new_shop("export", "faq", second))
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["faq", "two.csv", "--take", "F1"], 2),
        (["faq", "two.csv", "--take", "F1=ours"], 2),
        (["faq", "two.csv", "--take-all", "ours"], 2),
        (["faq", "missing.json"], 2),
        (["products", "two.csv", "--dry-run"], 2),
    ],
)
def test_a_wrong_call_says_so_and_changes_nothing(shop, tmp_path, options, status, monkeypatch):
    (tmp_path / "two.csv").write_text(TWO)
    before = holdings(shop.home)
    arguments = [str(tmp_path / one) if "." in one else one for one in options]
    ended = shop("import", *arguments)
    assert (ended.status, ended.out) == (status, "")
    assert "Traceback" not in ended.err
    assert holdings(shop.home) == before
