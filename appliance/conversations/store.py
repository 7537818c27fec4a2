"""What was said and who answers, durable before it is acknowledged.

Functions named `…_in` run inside a write that the caller opened, so that a message, the dialogue's new state and a hand-off
become durable together or not at all.
"""

import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from appliance.api.messages import (
    ConversationState,
    Message,
    OpenConversation,
    PageContext,
    Reply,
    Role,
    Route,
    SendFeedback,
    Transcript,
)
from appliance.base.clock import iso, now_ms
from appliance.base.database import Connection, Database
from appliance.base.token import new_token, token_hash

PREVIEW_CHARACTERS = 120
TRANSCRIPT_PAGE = 500
Row = dict[str, Any]


@dataclass(frozen=True)
class Conversation:
    """A conversation as the engine works with it. `customer_id` is set only where the shop vouched for it."""

    conversation_id: str
    opened_by: str | None
    customer_id: str | None
    channel: str
    locale: str
    context: PageContext
    state: ConversationState
    dialogue: dict[str, Any]
    operator: str | None

    @property
    def handed_over(self) -> bool:
        """It waits for a person or is with one."""
        return self.state in {ConversationState.WAITING, ConversationState.PERSON}


@dataclass(frozen=True)
class NewMessage:
    """A line to append. `answers` is the customer message it replies to."""

    role: Role
    text: str
    client_message_id: str | None = None
    answers: str | None = None
    author: str | None = None
    message_id: str = ""


class ConversationStore:
    """Conversations and messages in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self, request: OpenConversation, *, customer_id: str | None, opened_by: str | None
    ) -> tuple[str, str]:
        """Start a conversation; returns its id and its token, which is stored hashed only."""
        conversation_id, token = uuid.uuid4().hex, new_token("gtc")
        at = now_ms()
        row = {
            "conversation_id": conversation_id,
            "token_hash": token_hash(token),
            "opened_by": opened_by,
            "customer_id": customer_id,
            "channel": request.channel,
            "locale": request.locale,
            "context": request.context.model_dump_json(),
            "state": ConversationState.BOT,
            "opened_at": at,
            "last_at": at,
        }
        await self._database.write_async(lambda db: db.table("conversations").insert(row))
        return conversation_id, token

    def get(self, conversation_id: str) -> Conversation | None:
        """The conversation, or None."""
        return self._database.read(lambda db: conversation_in(db, conversation_id))

    def token_of(self, conversation_id: str) -> tuple[bytes, str | None] | None:
        """The stored hash of the conversation's token and the id of the token it was opened with; None if unknown."""

        def read(db: Connection) -> tuple[bytes, str | None] | None:
            row = db.execute(
                "SELECT token_hash, opened_by FROM conversations WHERE conversation_id = ?", [conversation_id]
            ).fetchone()
            return (bytes(row[0]), row[1]) if row else None

        return self._database.read(read)

    def transcript(self, conversation_id: str, *, after: int = 0) -> Transcript:
        """Messages with `seq` > `after`, at most 500, oldest first.

        Raises:
            LookupError: no such conversation.
        """
        return self._database.read(lambda db: _transcript(db, conversation_id, after))

    def recent(self, conversation_id: str, count: int) -> list[Message]:
        """The last `count` messages, oldest first."""

        def read(db: Connection) -> list[Message]:
            rows = db.query(
                f"{MESSAGE_SQL} WHERE m.conversation_id = ? ORDER BY m.seq DESC LIMIT ?", [conversation_id, count]
            )
            return [message_from(row) for row in rows][::-1]

        return self._database.read(read)

    def earlier_answer(self, conversation_id: str, client_message_id: str) -> tuple[Message, Reply | None] | None:
        """The customer message sent under this client id, with its reply once there is one."""

        def read(db: Connection) -> tuple[Message, Reply | None] | None:
            rows = db.query(
                f"{MESSAGE_SQL} WHERE m.conversation_id = ? AND m.role = 'customer' AND m.client_message_id = ?",
                [conversation_id, client_message_id],
            )
            for row in rows:
                return message_from(row), Reply.model_validate_json(row["reply"]) if row["reply"] else None
            return None

        return self._database.read(read)

    async def record_feedback(self, conversation_id: str, feedback: SendFeedback) -> Message:
        """Store a customer's judgement of a bot message; the last one counts.

        Raises:
            LookupError: the conversation has no such bot message.
        """

        def write(db: Connection) -> Message:
            message = _bot_message_in(db, conversation_id, feedback.message_id)
            db.table("feedback").insert(
                {
                    "message_id": feedback.message_id,
                    "satisfied": feedback.satisfied,
                    "rating": feedback.rating,
                    "comment": feedback.comment,
                    "at": now_ms(),
                }
            )
            db.execute(
                "UPDATE messages SET satisfied = ? WHERE message_id = ?", [feedback.satisfied, feedback.message_id]
            )
            return message

        return await self._database.write_async(write)


def conversation_in(db: Connection, conversation_id: str) -> Conversation | None:
    """The conversation as `db` sees it, or None."""
    for row in db.query("SELECT * FROM conversations WHERE conversation_id = ?", [conversation_id]):
        return Conversation(
            conversation_id=row["conversation_id"],
            opened_by=row["opened_by"],
            customer_id=row["customer_id"],
            channel=row["channel"],
            locale=row["locale"],
            context=PageContext.model_validate_json(row["context"]),
            state=ConversationState(row["state"]),
            dialogue=json.loads(row["dialogue"]),
            operator=row["operator"],
        )
    return None


def append_in(db: Connection, conversation_id: str, new: NewMessage) -> Message:
    """Append a line and bring the conversation's preview up to date."""
    at = now_ms()
    message_id = new.message_id or new_message_id()
    db.table("messages").insert(
        {
            "message_id": message_id,
            "conversation_id": conversation_id,
            "role": new.role,
            "text": new.text,
            "at": at,
            "client_message_id": new.client_message_id,
            "answers": new.answers,
            "author": new.author,
        }
    )
    seq = db.execute("SELECT last_insert_rowid()").fetchone()[0]
    db.execute(
        "UPDATE conversations SET last_seq = ?, last_at = ?, last_text = ? WHERE conversation_id = ?",
        [seq, at, new.text[:PREVIEW_CHARACTERS], conversation_id],
    )
    return message_in(db, seq)


def keep_reply_in(db: Connection, conversation_id: str, customer_message_id: str, reply: Reply, dialogue: Row) -> None:
    """Keep what answered a customer message, and the dialogue's state after it."""
    db.execute("UPDATE messages SET reply = ? WHERE message_id = ?", [reply.model_dump_json(), customer_message_id])
    db.execute(
        "UPDATE conversations SET dialogue = ? WHERE conversation_id = ?",
        [json.dumps(dialogue, ensure_ascii=False), conversation_id],
    )


def new_message_id() -> str:
    """An id that is known before the message is stored, so that a stream can name it."""
    return "m" + secrets.token_hex(12)


# A bot's line takes its route and marks from the reply kept with the message that it answers.
MESSAGE_SQL = """
    SELECT m.*, q.reply AS answer FROM messages m LEFT JOIN messages q ON m.answers = q.message_id AND m.role = 'bot'"""


def message_in(db: Connection, seq: int) -> Message:
    """The message at `seq`."""
    return message_from(next(iter(db.query(f"{MESSAGE_SQL} WHERE m.seq = ?", [seq]))))


def said_in(db: Connection, conversation_id: str, role: Role, client_message_id: str) -> Message | None:
    """The line that this role sent under this client id, or None."""
    rows = db.query(
        f"{MESSAGE_SQL} WHERE m.conversation_id = ? AND m.role = ? AND m.client_message_id = ?",
        [conversation_id, role, client_message_id],
    )
    return next((message_from(row) for row in rows), None)


def message_from(row: Row) -> Message:
    """A row of `MESSAGE_SQL` as a transcript line."""
    answer = json.loads(row["answer"]) if row["answer"] else {}
    return Message(
        message_id=row["message_id"],
        seq=row["seq"],
        role=Role(row["role"]),
        text=row["text"],
        at=iso(row["at"]),
        client_message_id=row["client_message_id"],
        ai_generated=answer.get("ai_generated", False),
        route=Route(answer["route"]) if answer else None,
        suggestions=answer.get("suggestions", []),
        satisfied=None if row["satisfied"] is None else bool(row["satisfied"]),
        author=row["author"],
    )


def place_in_line(db: Connection, conversation_id: str) -> int | None:
    """From 1, while the conversation waits for a person; else None."""
    row = db.execute(
        """SELECT count(*) FROM conversations other, conversations mine
           WHERE mine.conversation_id = ? AND mine.state = 'waiting' AND other.state = 'waiting'
           AND (other.waiting_since, other.conversation_id) <= (mine.waiting_since, mine.conversation_id)""",
        [conversation_id],
    ).fetchone()
    return row[0] or None


def _transcript(db: Connection, conversation_id: str, after: int) -> Transcript:
    row = db.execute("SELECT state FROM conversations WHERE conversation_id = ?", [conversation_id]).fetchone()
    if row is None:
        raise LookupError(conversation_id)
    rows = db.query(
        f"{MESSAGE_SQL} WHERE m.conversation_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ?",
        [conversation_id, after, TRANSCRIPT_PAGE],
    )
    messages = [message_from(line) for line in rows]
    return Transcript(
        messages=messages,
        state=ConversationState(row[0]),
        position=place_in_line(db, conversation_id),
        next_after=messages[-1].seq if messages else after,
    )


def _bot_message_in(db: Connection, conversation_id: str, message_id: str) -> Message:
    rows = db.query(
        f"{MESSAGE_SQL} WHERE m.conversation_id = ? AND m.message_id = ? AND m.role = 'bot'",
        [conversation_id, message_id],
    )
    for row in rows:
        return message_from(row)
    raise LookupError(message_id)
