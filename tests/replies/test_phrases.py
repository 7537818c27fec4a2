"""The desk's own words: complete in both languages, with the same places to fill."""

import re
import tomllib
from pathlib import Path

import pytest

from appliance.replies.phrases import LANGUAGES, Phrases, places

FOLDER = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce" / "phrases"
SOURCES = Path(__file__).parents[2] / "appliance"
TEXTS = {language: tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES}
STATUSES = ("unpaid", "paid", "shipped", "delivered", "closed", "refunding", "refunded")


@pytest.fixture
def folder(tmp_path):
    """Writes a small pair of files."""

    def written(chinese, english):
        (tmp_path / "zh.toml").write_text(chinese, encoding="utf-8")
        (tmp_path / "en.toml").write_text(english, encoding="utf-8")
        return tmp_path

    return written


def test_both_languages_have_the_same_codes_and_places():
    assert TEXTS["zh"].keys() == TEXTS["en"].keys()
    for code in TEXTS["zh"]:
        assert places(TEXTS["zh"], code) == places(TEXTS["en"], code), code


def test_each_language_is_in_its_own_letters():
    for code, text in TEXTS["zh"].items():
        assert not re.search(r"[A-Za-z]", re.sub(r"\{\w+\}", "", text)), code
    for code, text in TEXTS["en"].items():
        assert not re.search(r"[\u4e00-\u9fff]", text), code


def test_every_status_has_its_name_and_its_sentence(phrases):
    for status in STATUSES:
        assert phrases.has(f"order_status_name_{status}")
        assert phrases.has(f"order_status_{status}")


def test_every_code_that_is_said_is_there(phrases):
    said = {
        code
        for path in SOURCES.rglob("*.py")
        for code in re.findall(r'phrases\.say\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(said) > 20
    assert [code for code in sorted(said) if not phrases.has(code)] == []


def test_places_are_filled(phrases):
    assert "第 3 位" in phrases.say("handoff_waiting", "zh", position=3)
    assert "number 3" in phrases.say("handoff_waiting", "en", position=3)


def test_a_missing_value_or_code_is_our_own_mistake(phrases):
    with pytest.raises(KeyError, match="position"):
        phrases.say("handoff_waiting", "zh")
    with pytest.raises(KeyError, match="nothing_like_it"):
        phrases.say("nothing_like_it", "zh")
    assert not phrases.has("nothing_like_it")


def test_a_value_with_braces_is_only_a_value(phrases):
    assert "{position}{0}" in phrases.say("handoff_waiting", "zh", position="{position}{0}")


@pytest.mark.parametrize(
    ("chinese", "english", "code"),
    [
        ('hello = "你好"', 'bye = "Bye"', "bye, hello"),
        ('hello = "你好"', "", "hello"),
        ('hello = "你好 {name}"', 'hello = "Hello"', "hello"),
        ('hello = "你好 {name}"', 'hello = "Hello {nom}"', "hello"),
    ],
)
def test_languages_that_differ_are_refused_by_name(folder, chinese, english, code):
    with pytest.raises(ValueError, match=code):
        Phrases(folder(chinese, english))


def test_languages_that_agree_are_read(folder):
    made = Phrases(folder('hello = "你好 {name}"', 'hello = "Hello {name}"'))
    assert (made.say("hello", "zh", name="山野"), made.say("hello", "en", name="Ye")) == ("你好 山野", "Hello Ye")
