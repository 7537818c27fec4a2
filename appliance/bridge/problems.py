"""Errors as `application/problem+json` (RFC 9457): one shape, stable codes, Chinese and English texts."""

import tomllib
from functools import cache
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import Response

from appliance.api.messages import Problem

MEDIA_TYPE = "application/problem+json"
LANGUAGES = ("zh", "en")


class ProblemError(Exception):
    """Ends a request with a problem document. `code` names the texts in `problems.toml`."""

    def __init__(self, status: int, code: str, *, headers: dict[str, str] | None = None, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.values = values


def problem_response(error: ProblemError, language: str) -> Response:
    """The document for this error in the caller's language."""
    texts = _texts()[error.code]
    document = Problem(
        title=texts[f"title_{language}"],
        status=error.status,
        detail=texts[f"detail_{language}"].format(**error.values),
        code=error.code,
    )
    return Response(document.model_dump_json(), error.status, error.headers, MEDIA_TYPE)


def language_of(connection: HTTPConnection) -> str:
    """`en` where the caller prefers it to Chinese, else `zh`."""
    accepted = connection.headers.get("accept-language", "").lower()
    english, chinese = accepted.find("en"), accepted.find("zh")
    return "en" if english >= 0 and (chinese < 0 or english < chinese) else "zh"


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "problems.toml").read_text(encoding="utf-8"))
