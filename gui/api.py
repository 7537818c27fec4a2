"""Calls to the engine without waiting: each answers through a callback on the UI thread."""

import json
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLocale, QObject, QUrl
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from gui.connection import Endpoint

Answered = Callable[[Any], None]
Failed = Callable[[str], None]
TIMEOUT_MS = 30_000
HTTP_ERROR = 400


class EngineApi(QObject):
    """The operator's calls.

    Args:
        endpoint: where the engine listens now; read anew for each call.
    """

    def __init__(self, endpoint: Callable[[], Endpoint | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._endpoint = endpoint
        self.network = QNetworkAccessManager(self)

    def get(self, path: str, answered: Answered, failed: Failed | None = None) -> None:
        """`GET`; `answered` gets the decoded document."""
        self._send("GET", path, None, answered, failed)

    def post(self, path: str, body: Any, answered: Answered | None = None, failed: Failed | None = None) -> None:
        """`POST` a document."""
        self._send("POST", path, body, answered, failed)

    def put(self, path: str, body: Any, answered: Answered | None = None, failed: Failed | None = None) -> None:
        """`PUT` a document."""
        self._send("PUT", path, body, answered, failed)

    def delete(self, path: str, answered: Answered | None = None, failed: Failed | None = None) -> None:
        """`DELETE`."""
        self._send("DELETE", path, None, answered, failed)

    def request(self, path: str) -> QNetworkRequest | None:
        """A request with the operator's token; None while no engine is known."""
        endpoint = self._endpoint()
        if endpoint is None:
            return None
        request = QNetworkRequest(QUrl(endpoint.url + path))
        request.setRawHeader(b"authorization", f"Bearer {endpoint.token}".encode("ascii"))
        # Problems are told in the language that the console speaks now.
        request.setRawHeader(b"accept-language", QLocale().bcp47Name().encode("ascii"))
        # A redirect or a proxy has no place between two programs of one machine.
        request.setAttribute(
            QNetworkRequest.Attribute.RedirectPolicyAttribute, QNetworkRequest.RedirectPolicy.ManualRedirectPolicy
        )
        return request

    def _send(self, method: str, path: str, body: Any, answered: Answered | None, failed: Failed | None) -> None:
        request = self.request(path)
        if request is None:
            if failed:
                failed(self.tr("The engine is not running."))
            return
        request.setTransferTimeout(TIMEOUT_MS)
        data = b""
        if method in {"POST", "PUT"}:
            request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
            data = json.dumps(body if body is not None else {}).encode("utf-8")
        reply = self.network.sendCustomRequest(request, method.encode("ascii"), data)
        reply.finished.connect(lambda: self._finished(reply, answered, failed))

    def _finished(self, reply: QNetworkReply, answered: Answered | None, failed: Failed | None) -> None:
        status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
        data = bytes(reply.readAll().data())
        reply.deleteLater()
        if status is not None and int(status) < HTTP_ERROR:
            if answered:
                answered(json.loads(data) if data else None)
        elif failed:
            failed(self._problem(data) if status is not None else self.tr("The engine does not answer."))

    def _problem(self, data: bytes) -> str:
        try:
            return str(json.loads(data)["detail"])
        except (ValueError, KeyError, TypeError):
            return self.tr("The engine refused the call.")


class Latest:
    """Reads of one thing that is shown: only the newest call is answered.

    Calls run side by side and may end in any order; without this, a slow answer to an old call would replace what was asked for last.
    """

    def __init__(self, api: EngineApi) -> None:
        self._api = api
        self._asked = 0

    def get(self, path: str, answered: Answered, failed: Failed) -> None:
        """`GET`, in place of every call before."""
        self._ask(self._api.get, (path,), answered, failed)

    def post(self, path: str, body: Any, answered: Answered, failed: Failed) -> None:
        """`POST` a question, in place of every call before."""
        self._ask(self._api.post, (path, body), answered, failed)

    def drop(self) -> None:
        """What was asked for is no longer wanted."""
        self._asked += 1

    def _ask(self, call: Callable[..., None], arguments: tuple[Any, ...], answered: Answered, failed: Failed) -> None:
        self.drop()
        call(*arguments, self._if_newest(answered), self._if_newest(failed))

    def _if_newest(self, then: Callable[[Any], None]) -> Callable[[Any], None]:
        number = self._asked

        def answer(value: Any) -> None:
            if number == self._asked:
                then(value)

        return answer
