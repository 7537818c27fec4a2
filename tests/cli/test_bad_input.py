"""Bad input of every kind: its exit status, what is said about it, and that nothing of the shop is lost."""

import io
import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
from cli.shell import Guitai, holdings

pytestmark = pytest.mark.engine
FAQ_HEADER = "编号,问题,答案\n"


def xlsx(rows: list[list[str]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


WORKBOOK = xlsx([["question", "answer"], *[[f"问题 {number}", f"答案 {number}"] for number in range(500)]])
# In the middle of the archive, where the rows are.
DAMAGED = WORKBOOK[: len(WORKBOOK) // 2] + bytes(64) + WORKBOOK[len(WORKBOOK) // 2 + 64 :]
FILES = {
    "column missing": ("faq", "faq.csv", "编号,答案\n1,好的\n", "question/问题"),
    "product column missing": ("products", "p.csv", "商品编码,价格\nA,1\n", "name/商品名称"),
    "order column missing": ("orders", "o.csv", "order_id,amount\n1,1\n", "status/状态"),
    "column twice": ("faq", "faq.csv", "问题,question,答案\n甲,乙,丙\n", "twice"),
    "quotation mark not closed": ("faq", "faq.csv", FAQ_HEADER + '1,"几点发货,四点\n2,包邮吗,包\n', "quotation mark"),
    "wrong encoding": (
        "faq",
        "faq.csv",
        FAQ_HEADER.encode() + b"1,\xff\xfe\xff,\x81\x20\n",
        "neither UTF-8 nor GB18030",
    ),
    "too many cells": ("faq", "faq.csv", FAQ_HEADER + "1,几点发货,四点,前付款,当天发\n", "line 2"),
    "no text": ("faq", "faq.csv", "编号,问题\0,答案\n", "no text file"),
    "empty": ("faq", "faq.csv", "", "is empty"),
    "blank lines only": ("faq", "faq.csv", "\n , ,\n\n", "is empty"),
    "empty workbook": ("faq", "faq.xlsx", xlsx([]), "is empty"),
    "text called a workbook": ("faq", "faq.xlsx", FAQ_HEADER, "can't be read as XLSX"),
    "workbook cut off": ("faq", "faq.xlsx", WORKBOOK[: len(WORKBOOK) // 3], "can't be read as XLSX"),
    "workbook damaged": ("faq", "faq.xlsx", DAMAGED, "can't be read as XLSX"),
    "not there": ("faq", "nowhere.csv", None, "no file"),
    "unknown kind": ("coupons", "faq.csv", FAQ_HEADER, "faq, products, orders"),
}


def refused(guitai: Guitai, arguments: list[str | Path], status: int, fragment: str) -> None:
    """The command ends with this status, says so in words, and prints no result and no traceback."""
    ended = guitai(*arguments)
    assert ended.status == status, ended
    assert fragment in ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("where", ["shop", "ready"], ids=["no engine", "engine running"])
@pytest.mark.parametrize(("kind", "name", "content", "fragment"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_read_is_refused_whole(request, tmp_path, where, kind, name, content, fragment):
    guitai = request.getfixturevalue(where)
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = holdings(guitai.home)
    refused(guitai, ["import", kind, tmp_path / name], 2, fragment)
    assert holdings(guitai.home) == before


@dataclass(frozen=True)
class Case:
    """What is wrong, and what the command makes of it.

    Attributes:
        command: its arguments; a path is below the test's folder.
        status: how it ends.
        fragment: what it says, among other things.
        environment: what is set wrong.
        content: of the file that is the last argument.
        spoil: what happens to the data folder first; gives back what mends it.
    """

    command: list[str | Path]
    status: int
    fragment: str
    environment: dict[str, str] | None = None
    content: str | bytes | None = None
    spoil: Callable[[Path], Callable[[], object]] = lambda _: lambda: None


def another_key(home: Path) -> Callable[[], object]:
    kept = (home / "database.key").read_text()
    (home / "database.key").write_text("ab" * 32)
    return lambda: (home / "database.key").write_text(kept)


def broken_key(home: Path) -> Callable[[], object]:
    kept = (home / "database.key").read_text()
    (home / "database.key").write_text("这不是钥匙")
    return lambda: (home / "database.key").write_text(kept)


EVAL = ["eval", Path("questions.jsonl")]
CASES = {
    "another key, engine": Case(["engine"], 5, "its key is another one", spoil=another_key),
    "another key, import": Case(
        ["import", "faq", Path("faq.csv")], 5, "key recover", content=FAQ_HEADER, spoil=another_key
    ),
    "another key, export": Case(["export", "faq", Path("out.csv")], 5, "key recover", spoil=another_key),
    "broken key": Case(["engine"], 5, "key recover", spoil=broken_key),
    "port in words": Case(["engine"], 2, "GUITAI_PORT is “web”", {"GUITAI_PORT": "web"}),
    "port too high": Case(["engine"], 2, "GUITAI_PORT", {"GUITAI_PORT": "65536"}),
    "port below zero": Case(["engine"], 2, "GUITAI_PORT", {"GUITAI_PORT": "-1"}),
    "port in superscript": Case(["engine"], 2, "GUITAI_PORT", {"GUITAI_PORT": "²"}),
    "unknown kind of export": Case(["export", "orders", Path("out.csv")], 2, "faq, conversations"),
    "export into a file's folder": Case(["export", "faq", Path("file/out.csv")], 2, "can't be written"),
    "export onto a folder": Case(["export", "conversations", Path("folder")], 2, "can't be written"),
    "eval file not there": Case(EVAL, 2, "can't be read"),
    "eval of a folder": Case(["eval", Path("folder")], 2, "can't be read"),
    "eval file empty": Case(EVAL, 2, "is empty", content="\n\n"),
    "eval file no JSON": Case(EVAL, 2, "line 2", content='{"text": "在吗", "intent": "greeting"}\n{"text": \n'),
    "eval file no text": Case(EVAL, 2, "can't be read", content=b"\xff\xfe\x00"),
    "eval file of other rows": Case(EVAL, 2, "line 1", content='{"question": "在吗"}\n'),
    "eval file of a list": Case(EVAL, 2, "line 1", content='["text", "intent"]\n'),
    "eval file of numbers": Case(EVAL, 2, "line 1", content='{"text": 1, "intent": "greeting"}\n'),
    "eval file without turns": Case(EVAL, 2, "line 1", content='{"id": "s1", "turns": []}\n'),
    "eval file of odd turns": Case(EVAL, 2, "line 1", content='{"id": "s1", "turns": [{"say": "在吗"}]}\n'),
    "eval file of both": Case(
        EVAL, 2, "a file each", content='{"turns": [{"user": "在吗"}]}\n{"text": "在吗", "intent": "greeting"}\n'
    ),
    "embed without a file": Case(["embed", Path("texts.txt"), "--out", Path("v.npy")], 2, "can't be read"),
    "embed without models": Case(
        ["embed", "--out", Path("v.npy"), Path("texts.txt")], 6, "no models", content="在吗\n"
    ),
    "predict without models": Case(["intents", "predict", Path("texts.txt")], 6, "no models", content="在吗\n"),
    "no recovery code": Case(["key", "recover", "AAAAA-BBBBB"], 5, "recovery code"),
    "recovery code in Chinese": Case(["key", "recover", "芝麻开门"], 5, "recovery code"),
    "no origin": Case(["pair", "--token", "--origin", "shop"], 1, "not an origin"),
    "pairing code without an engine": Case(["pair"], 4, "No engine is running"),
    "unknown option": Case(["engine", "--port", "1"], 2, "No such option"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_is_wrong_is_said_and_nothing_is_lost(shop, tmp_path, case):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    arguments = [tmp_path / part if isinstance(part, Path) else part for part in case.command]
    if case.content is not None:
        arguments[-1].write_bytes(case.content if isinstance(case.content, bytes) else case.content.encode())
    before, files = holdings(shop.home), {path: path.read_bytes() for path in shop.home.glob("*.db")}
    mend = case.spoil(shop.home)
    refused(
        replace(shop, environment={**shop.environment, **(case.environment or {})}),
        arguments,
        case.status,
        case.fragment,
    )
    assert {path: path.read_bytes() for path in shop.home.glob("*.db")} == files
    mend()
    assert holdings(shop.home) == before


def test_a_data_folder_that_cannot_be_is_refused_with_a_message(shop, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "faq.csv").write_text(FAQ_HEADER)
    nowhere = replace(shop, home=tmp_path / "file" / "home")
    for command in (["engine"], ["demo"], ["import", "faq", tmp_path / "faq.csv"], ["pair", "--token"]):
        refused(nowhere, command, 1, "GUITAI_HOME")
    assert (tmp_path / "file").read_bytes() == b""


def test_a_taken_port_is_refused_and_the_shop_left_alone(shop):
    before = holdings(shop.home)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        guitai = replace(shop, environment={**shop.environment, "GUITAI_PORT": port})
        refused(guitai, ["engine"], 4, f"Port {port}")
        refused(guitai, ["ask", "在吗"], 4, f"Port {port}")
    assert holdings(shop.home) == before


def test_what_needs_the_data_folder_alone_is_refused_while_an_engine_has_it(shop, running):
    before = holdings(shop.home)
    refused(shop, ["engine"], 4, running.running.url)
    code = shop("key", "show").out.strip()
    refused(shop, ["key", "recover", code], 4, running.running.url)
    with running.operator() as operator:
        assert operator.health().status == "degraded"
    assert holdings(shop.home) == before


ROWS = {
    "faq": """question,answer,valid_from,enabled
周末发货吗,照常发,,
,没有问题,,
没有答案,,,
几号开始,看日期,2026-02-30,
启用吗,看情况,,也许
能改地址吗,能,2026-01-01,是
""",
    "products": """sku,name,price,stock,attributes
A-1,水壶,39,5,容量=1 升
,没有编码,1,1,
A-2,,1,1,
A-3,负价,-1,1,
A-4,半件,1,0.5,
A-5,怪属性,1,1,没有等号
A-6,杯子,¥19,2,
""",
    "orders": """order_id,status,items,amount
N-1,已付款,A-1*2,78
,paid,,
N-2,飞走了,,
N-3,paid,A-1*两件,
N-4,paid,A-1*0,
N-5,paid,,-5
N-6,shipped,A-1,39
""",
}
REFUSED = {
    "faq": {2: "question", 3: "answer", 4: "valid_from", 5: "enabled"},
    "products": {2: "sku", 3: "name", 4: "price", 5: "stock", 6: "attributes"},
    "orders": {2: "order_id", 3: "status", 4: "两件", 5: "quantity", 6: "amount"},
}


@pytest.mark.parametrize("engine_runs", [False, True], ids=["no engine", "engine running"])
@pytest.mark.parametrize("kind", ROWS)
def test_refused_rows_are_told_by_number_and_the_others_go_in(request, shop, tmp_path, kind, engine_runs):
    if engine_runs:
        request.getfixturevalue("running")
    wrong = REFUSED[kind]
    (tmp_path / "rows.csv").write_text(ROWS[kind])
    ended = shop("import", kind, tmp_path / "rows.csv")
    assert ended.status == 3
    receipt = json.loads(ended.out)
    assert (receipt["read"], receipt["added"]) == (2 + len(wrong), 2)
    reasons = {row["row"]: row["reason"] for row in receipt["refused"]}
    assert reasons.keys() == wrong.keys()
    for row, fragment in wrong.items():
        assert fragment in reasons[row]
    # The same file again adds nothing, and refuses the same.
    again = json.loads(shop("import", kind, tmp_path / "rows.csv").out)
    assert (again["added"], again["changed"], again["skipped"], again["refused"]) == (0, 0, 2, receipt["refused"])
