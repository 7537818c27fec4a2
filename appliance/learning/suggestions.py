"""From feedback to suggestions: an unsatisfying answer asks for a FAQ entry, a satisfying one gives a training example."""

import json
from typing import Literal

from appliance.api.operator import Suggestion
from appliance.base.clock import iso, now_ms
from appliance.base.database import Connection, Database
from appliance.conversations.store import Row

PAGE = 200


class SuggestionStore:
    """Suggestions and what the merchant decided on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def learn(self, conversation_id: str, bot_message_id: str, *, satisfied: bool) -> None:
        """Keep what the feedback on this bot message suggests."""

        def write(db: Connection) -> None:
            rows = db.query(
                """SELECT q.message_id, q.text, q.reply FROM messages a JOIN messages q ON a.answers = q.message_id
                   WHERE a.message_id = ?""",
                [bot_message_id],
            )
            for row in rows:
                reply = json.loads(row["reply"])
                kind = "training" if satisfied else "faq"
                db.execute(
                    """INSERT INTO suggestions
                       (kind, text, intent, conversation_id, message_id, proposed_answer, created_at)
                       VALUES (?, ?, ?, ?, ?, '', ?) ON CONFLICT (message_id, kind) DO NOTHING""",
                    [kind, row["text"], reply["intent"]["id"], conversation_id, row["message_id"], now_ms()],
                )

        await self._database.write_async(write)

    async def learn_answer(self, conversation_id: str, answer: str) -> None:
        """A person's answer to a question the bot handed over is proposed as an entry, unless there is a suggestion."""

        def write(db: Connection) -> None:
            rows = db.query(
                """SELECT message_id, text, reply FROM messages WHERE conversation_id = ? AND role = 'customer'
                   AND reply LIKE '%"route":"handoff"%' ORDER BY seq DESC LIMIT 1""",
                [conversation_id],
            )
            for row in rows:
                reply = json.loads(row["reply"])
                if reply["intent"]["id"] in {"human_agent", "complaint"}:
                    continue
                db.execute(
                    """INSERT INTO suggestions
                       (kind, text, intent, conversation_id, message_id, proposed_answer, created_at)
                       VALUES ('faq', ?, ?, ?, ?, ?, ?)
                       ON CONFLICT (message_id, kind) DO UPDATE SET proposed_answer = excluded.proposed_answer
                       WHERE state = 'open' AND proposed_answer = ''""",
                    [row["text"], reply["intent"]["id"], conversation_id, row["message_id"], answer, now_ms()],
                )

        await self._database.write_async(write)

    def open(self) -> list[Suggestion]:
        """What the merchant has not decided yet, the newest first."""

        def read(db: Connection) -> list[Suggestion]:
            rows = db.query(
                "SELECT * FROM suggestions WHERE state = 'open' ORDER BY suggestion_id DESC LIMIT ?", [PAGE]
            )
            return [_suggestion(row) for row in rows]

        return self._database.read(read)

    async def decide(self, suggestion_id: int, state: Literal["accepted", "refused"]) -> Suggestion:
        """Accept or refuse an open suggestion.

        Raises:
            LookupError: there is no such open suggestion.
        """

        def write(db: Connection) -> Suggestion:
            rows = db.query("SELECT * FROM suggestions WHERE suggestion_id = ? AND state = 'open'", [suggestion_id])
            row = next(iter(rows), None)
            if row is None:
                raise LookupError(suggestion_id)
            db.execute("UPDATE suggestions SET state = ? WHERE suggestion_id = ?", [state, suggestion_id])
            return _suggestion({**row, "state": state})

        return await self._database.write_async(write)


def _suggestion(row: Row) -> Suggestion:
    return Suggestion(**{**row, "created_at": iso(row["created_at"])})
