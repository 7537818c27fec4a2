"""The desk's own words, by code and language; data of the domain pack."""

import string
import tomllib
from pathlib import Path

from appliance.understanding.parse import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Phrases:
    """Fixed texts with named places.

    Args:
        folder: holds `zh.toml` and `en.toml`, with the same codes and the same places in both.

    Raises:
        ValueError: the two languages differ in codes or places.
    """

    def __init__(self, folder: Path) -> None:
        self._texts: dict[Language, dict[str, str]] = {
            language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")) for language in LANGUAGES
        }
        chinese, english = (self._texts[language] for language in LANGUAGES)
        if wrong := sorted(
            code for code in chinese.keys() | english.keys() if places(chinese, code) != places(english, code)
        ):
            raise ValueError(f"{folder}: these phrases differ between languages: {', '.join(wrong)}")

    def say(self, code: str, language: Language, **values: object) -> str:
        """The phrase with its places filled.

        Raises:
            KeyError: no such phrase, or a place without a value.
        """
        return self._texts[language][code].format(**values)

    def has(self, code: str) -> bool:
        """Whether there is such a phrase."""
        return code in self._texts["zh"]


def places(texts: dict[str, str], code: str) -> set[str] | None:
    """The names of a phrase's places; None where it is missing."""
    if code not in texts:
        return None
    return {name for _, name, _, _ in string.Formatter().parse(texts[code]) if name}
