"""A typed client of the bridge, for the command line, tests and benchmarks."""

from types import TracebackType
from typing import Any, Self

import httpx

from appliance.api.messages import (
    ConversationOpened,
    FeedbackRecorded,
    Health,
    OpenConversation,
    Problem,
    Reply,
    SendFeedback,
    SendMessage,
    StateChange,
    Transcript,
)
from appliance.base.errors import GuitaiError

TIMEOUT_S = 60.0


class BridgeError(GuitaiError):
    """The engine refused a call, or can't be reached."""

    def __init__(self, message: str, *, code: str, status: int = 0) -> None:
        super().__init__(message, code=code, exit_code=3 if status else 4)
        self.status = status


class BridgeClient:
    """Calls the engine at `url`.

    Args:
        url: as in `http://127.0.0.1:8765`.
        token: a site, server or operator token; conversations use their own.
    """

    def __init__(self, url: str, token: str = "") -> None:
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S, trust_env=False)
        self._token = token

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def health(self) -> Health:
        """How the desk is."""
        return Health.model_validate(self.call("GET", "/v1/health"))

    def open(self, request: OpenConversation) -> "ConversationClient":
        """Open a conversation."""
        opened = ConversationOpened.model_validate(self.call("POST", "/v1/conversations", request.model_dump()))
        return ConversationClient(self, opened)

    def call(self, method: str, path: str, body: Any = None, *, token: str | None = None) -> Any:
        """One call; returns the decoded answer, None where it is empty.

        Raises:
            BridgeError: refused, with the problem's code, or unreachable.
        """
        secret = self._token if token is None else token
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        if body is None and method in {"POST", "PUT"}:
            body = {}
        try:
            response = self._http.request(method, path, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise BridgeError(
                f"The engine at {self._http.base_url} can't be reached: {error}.", code="unreachable"
            ) from error
        if response.is_error:
            raise _refused(response)
        return response.json() if response.content else None


class ConversationClient:
    """One conversation, with its own token."""

    def __init__(self, bridge: BridgeClient, opened: ConversationOpened) -> None:
        self._bridge = bridge
        self.conversation_id = opened.conversation_id
        self.token = opened.conversation_token

    def send(self, text: str, client_message_id: str | None = None) -> Reply:
        """Send a message and get the whole reply."""
        body = SendMessage(text=text, client_message_id=client_message_id)
        return Reply.model_validate(self._call("POST", "/messages", body.model_dump()))

    def transcript(self, after: int = 0) -> Transcript:
        """The messages after a `seq`."""
        return Transcript.model_validate(self._call("GET", f"/messages?after={after}"))

    def feedback(self, feedback: SendFeedback) -> FeedbackRecorded:
        """Judge a reply."""
        return FeedbackRecorded.model_validate(self._call("POST", "/feedback", feedback.model_dump()))

    def handoff(self) -> StateChange:
        """Ask for a person."""
        return StateChange.model_validate(self._call("POST", "/handoff"))

    def close(self) -> StateChange:
        """End the conversation."""
        return StateChange.model_validate(self._call("POST", "/close"))

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        return self._bridge.call(method, f"/v1/conversations/{self.conversation_id}{path}", body, token=self.token)


def _refused(response: httpx.Response) -> BridgeError:
    try:
        problem = Problem.model_validate(response.json())
    except ValueError:
        return BridgeError(f"HTTP {response.status_code}", code="http", status=response.status_code)
    return BridgeError(f"{problem.title}: {problem.detail}", code=problem.code, status=response.status_code)
