"""Writes licenses/THIRD_PARTY.md: what a release carries of others, under which licence, and each licence text once.

    .venv/bin/python build/licences.py

Everything is read from the installed packages that requirements/run.lock names, so run it in an environment of that lock. It ends
with a message instead of a file where a package's licence isn't known: somebody has to look it up and name it in `KNOWN`.
"""

import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from appliance.base.atomic import write_text

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "licenses" / "THIRD_PARTY.md"
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)
TEXT_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
# A line that names who has the rights; sentences about copyright begin otherwise.
COPYRIGHT = re.compile(r"^\W*(Copyright\s+(\([cC]\)|©|\d{4}|[A-Z][a-z])|©|\([cC]\)\s*\d{4})")
PLACE_TO_FILL = re.compile(r"[\[{]yyyy[\]}]")
TITLE = re.compile(
    r"^\W*((the )?\w+ license( \(\w+\))?|license|copyright notice|all rights reserved)\W*$", re.IGNORECASE
)
CODE = {".py", ".pyc", ".pyi"}
# Notices of this size name hundreds of parts; they lie beside the libraries, inside the installed package.
LARGEST_COPIED = 100_000
WORLD_READABLE = 0o644
# Read from the licence file, where a package's metadata leaves the licence out or names another.
KNOWN = {"sqlcipher3": "Zlib", "click-default-group": "BSD-3-Clause"}
NAMES = {
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
}
# Texts that stand in files of their own, for packages that come without one.
OWN_FILES = {
    "Apache-2.0": "[LICENSE](../LICENSE)",
    "LGPL-3.0": "[LGPL-3.0](LGPL-3.0.txt), [GPL-3.0](GPL-3.0.txt)",
}
# Libraries inside the packages that the packages' own licence files don't name.
INSIDE = (
    ("SQLCipher", "sqlcipher3", "BSD-3-Clause", "[SQLCipher](SQLCipher.txt)"),
    ("SQLite", "sqlcipher3", "public domain", "none needed"),
    ("OpenSSL 3", "sqlcipher3, cryptography", "Apache-2.0", OWN_FILES["Apache-2.0"]),
    ("Qt 6", "pyside6-essentials", "LGPL-3.0-only", OWN_FILES["LGPL-3.0"]),
    ("libuv, © libuv project contributors", "uvloop", "MIT", "[MIT](multilingual-e5-small.txt)"),
)
INTRODUCTION = """# Third-party notices

Written by `build/licences.py` from the packages that [run.lock](../requirements/run.lock) names; don't edit it by hand. The models'
notices are in [NOTICE](../NOTICE). A text that several packages share stands here once, with each package's copyright lines.
"""
PLUGIN = """What else compiled packages have built in is named by their own projects. The chat plugin (`guitai.js`) has no run-time
dependency: nothing of others is in it."""
QT = """
## Qt and PySide6

The console uses Qt 6 and PySide6 (`pyside6-essentials`, `shiboken6`) under the GNU Lesser General Public License, version 3. They are
not changed and are loaded as shared libraries, so they can be replaced: put other builds of the same minor version into the
environment (`.venv/bin/python -m pip install --no-deps --force-reinstall YOUR_WHEEL` for `PySide6_Essentials` and `shiboken6`), or
exchange the `libQt6*` files in `.venv/lib/python3*/site-packages/PySide6/Qt/lib`. Nothing in Guitai checks or prevents it. Qt's
sources are at https://download.qt.io/official_releases/qt/, PySide6's at https://code.qt.io/cgit/pyside/pyside-setup.git/. Texts:
[LGPL-3.0](LGPL-3.0.txt), which adds to [GPL-3.0](GPL-3.0.txt).
"""


@dataclass(frozen=True)
class Component:
    """A package as it is installed. `texts` are its licence files; `elsewhere` names those that are too long to copy."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    elsewhere: tuple[str, ...]


def main() -> int:
    """Write the file; returns the exit status."""
    try:
        components = [component(name, version) for name, version in locked()]
        check_plugin()
    except (PackageNotFoundError, ValueError) as error:
        print(f"The notices could not be written: {error}", file=sys.stderr)
        return 1
    write_text(TARGET, document(components), mode=WORLD_READABLE)
    print(f"{TARGET.relative_to(ROOT)}: {len(components)} packages, {TARGET.stat().st_size / 1000:.0f} kB")
    return 0


def locked() -> list[tuple[str, str]]:
    """Names and versions of the run-time lock."""
    return LOCKED.findall((ROOT / "requirements" / "run.lock").read_text(encoding="utf-8"))


def component(name: str, version: str) -> Component:
    """What an installed package says of itself.

    Raises:
        PackageNotFoundError: it is not installed.
        ValueError: another version is, or its licence or text can't be told.
    """
    package = distribution(name)
    if package.version != version:
        raise ValueError(f"{name} {package.version} is installed, the lock has {version}")
    licence = licence_of(name, package)
    texts, elsewhere = texts_of(package)
    if not texts and not elsewhere and not own_file(licence):
        raise ValueError(f"{name} ({licence}) comes without a licence text")
    return Component(name, version, licence, texts, elsewhere)


def licence_of(name: str, package: Distribution) -> str:
    """The licence as an SPDX expression where the package or `NAMES` has one."""
    stated = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    if not stated or "\n" in stated:
        classifiers = package.metadata.get_all("Classifier") or []
        stated = " AND ".join(one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License"))
    found = KNOWN.get(name) or NAMES.get(stated, stated)
    if not found:
        raise ValueError(f"{name} names no licence")
    return found


def texts_of(package: Distribution) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The licence texts, and the paths of those that are not copied."""
    files = [file for file in package.files or () if TEXT_FILE.search(file.name) and file.suffix not in CODE]
    texts: dict[str, None] = {}
    elsewhere = []
    for file in sorted(files, key=str):
        content = Path(str(package.locate_file(file))).read_text(encoding="utf-8", errors="replace").strip()
        if len(content) > LARGEST_COPIED:
            elsewhere.append(str(file))
        else:
            texts[content.replace("\r\n", "\n")] = None
    return tuple(texts), tuple(elsewhere)


def own_file(licence: str) -> str:
    """Where the text of a licence stands that its package leaves out; empty where nowhere."""
    return next((link for name, link in OWN_FILES.items() if licence.startswith(name)), "")


def check_plugin() -> None:
    """Make sure that the chat plugin's bundle carries nothing of others.

    Raises:
        ValueError: it has a run-time dependency; then this script must learn to name it.
    """
    described = json.loads((ROOT / "appliance" / "plugin" / "package.json").read_text(encoding="utf-8"))
    if found := sorted(described.get("dependencies", {})):
        raise ValueError(f"the plugin depends on {', '.join(found)}")


def shape(text: str) -> str:
    """A text without its copyright lines, title and layout: equal for two packages with the same conditions."""
    dropped = (COPYRIGHT.match, TITLE.match, PLACE_TO_FILL.search)
    lines = [line for line in text.splitlines() if not any(drops(line) for drops in dropped)]
    return re.sub(r"[\W_]+", " ", " ".join(lines)).strip().lower()


def document(components: list[Component]) -> str:
    """The whole file."""
    apache = shape((ROOT / "LICENSE").read_text(encoding="utf-8"))
    groups: defaultdict[str, list[tuple[Component, str]]] = defaultdict(list)
    for one in components:
        for text in one.texts:
            groups[shape(text)].append((one, text))
    numbers = {key: number for number, key in enumerate((key for key in groups if key != apache), 1)}
    lines = [INTRODUCTION, "| package | version | licence | text |", "| --- | --- | --- | --- |"]
    for one in components:
        keys = dict.fromkeys(shape(text) for text in one.texts)
        links = [
            OWN_FILES["Apache-2.0"] if key == apache else f"[{numbers[key]}](#text-{numbers[key]})" for key in keys
        ]
        links += [f"`{path}`" for path in one.elsewhere]
        lines.append(f"| {one.name} | {one.version} | {one.licence} | {', '.join(links) or own_file(one.licence)} |")
    lines += [
        "",
        "Libraries inside these packages:",
        "",
        "| library | in | licence | text |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {' | '.join(row)} |" for row in INSIDE]
    lines += ["", PLUGIN, QT, "## Texts\n"]
    for key, members in groups.items():
        lines.append(section(f"Text {numbers[key]}", members) if key != apache else apache_notices(members))
    return "\n".join(lines)


def section(title: str, members: list[tuple[Component, str]]) -> str:
    """One text with who uses it; where several do, each one's copyright lines and the conditions once."""
    names = ", ".join(dict.fromkeys(one.name for one, _ in members))
    text = members[0][1]
    if len({content for _, content in members}) > 1:
        body = "\n".join(line for line in text.splitlines() if not COPYRIGHT.match(line)).strip()
        text = "\n".join([*(f"{one.name}: {notice}" for one, notice in notices(members)), "", body])
    return f"### {title}\n\n{names}\n\n~~~text\n{text}\n~~~\n"


def apache_notices(members: list[tuple[Component, str]]) -> str:
    """Copyright lines of the packages whose text is that of LICENSE."""
    lines = [f"{one.name}: {notice}" for one, notice in notices(members)]
    names = ", ".join(dict.fromkeys(one.name for one, _ in members))
    return (
        f"### Apache-2.0\n\n{names}\n\nThe text is that of [LICENSE](../LICENSE).\n\n~~~text\n"
        + "\n".join(lines)
        + "\n~~~\n"
    )


def notices(members: list[tuple[Component, str]]) -> list[tuple[Component, str]]:
    """Each package's copyright lines."""
    found = [(one, line.strip()) for one, text in members for line in text.splitlines() if COPYRIGHT.match(line)]
    return list(dict.fromkeys(found))


if __name__ == "__main__":
    sys.exit(main())
