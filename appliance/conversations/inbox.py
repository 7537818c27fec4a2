"""The operator's view: summaries of conversations, and transcripts with the reasons for each reply."""

from appliance.api.messages import ConversationState, Reply
from appliance.api.operator import ConversationDetail, ConversationList, ConversationSummary, MessageWithReasons
from appliance.base.clock import iso
from appliance.base.database import Connection, Database
from appliance.conversations.store import MESSAGE_SQL, Row, message_from

PAGE = 200
SUMMARY_SQL = """
    SELECT c.*, (SELECT count(*) FROM messages m WHERE m.conversation_id = c.conversation_id
                 AND m.role = 'customer' AND m.seq > c.seen_seq) AS unread FROM conversations c"""


class Inbox:
    """What the console lists and shows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, state: ConversationState | None, *, limit: int = PAGE) -> ConversationList:
        """The longest waiting first, then the latest; `state` narrows the list, not the counts."""

        def read(db: Connection) -> ConversationList:
            # A conversation in which nothing was said is an open chat window, not work for anybody.
            where, values = ("AND c.state = ?", [state]) if state else ("", [])
            rows = db.query(
                f"""{SUMMARY_SQL} WHERE c.last_seq > 0 {where}
                    ORDER BY c.state != 'waiting', c.waiting_since, c.last_at DESC LIMIT ?""",
                [*values, limit],
            )
            counts = dict.fromkeys(ConversationState, 0)
            for name, number in db.execute(
                "SELECT state, count(*) FROM conversations WHERE last_seq > 0 GROUP BY state"
            ).fetchall():
                counts[ConversationState(name)] = number
            return ConversationList(conversations=[_summary(row) for row in rows], counts=counts)

        return self._database.read(read)

    def summary(self, conversation_id: str) -> ConversationSummary:
        """One line of the inbox.

        Raises:
            LookupError: no such conversation.
        """
        return self._database.read(lambda db: _summary_in(db, conversation_id))

    def detail(self, conversation_id: str) -> ConversationDetail:
        """The whole transcript with the reply behind each of the bot's lines.

        Raises:
            LookupError: no such conversation.
        """

        def read(db: Connection) -> ConversationDetail:
            rows = db.query(f"{MESSAGE_SQL} WHERE m.conversation_id = ? ORDER BY m.seq", [conversation_id])
            return ConversationDetail(
                summary=_summary_in(db, conversation_id), messages=[_with_reasons(row) for row in rows]
            )

        return self._database.read(read)

    def message(self, message_id: str) -> MessageWithReasons:
        """One line with the reply behind it.

        Raises:
            LookupError: no such message.
        """

        def read(db: Connection) -> MessageWithReasons:
            for row in db.query(f"{MESSAGE_SQL} WHERE m.message_id = ?", [message_id]):
                return _with_reasons(row)
            raise LookupError(message_id)

        return self._database.read(read)

    def messages_after(self, seq: int, limit: int) -> list[tuple[str, MessageWithReasons]]:
        """Lines of all conversations with a later `seq`, each with its conversation's id, oldest first."""

        def read(db: Connection) -> list[tuple[str, MessageWithReasons]]:
            rows = db.query(f"{MESSAGE_SQL} WHERE m.seq > ? ORDER BY m.seq LIMIT ?", [seq, limit])
            return [(row["conversation_id"], _with_reasons(row)) for row in rows]

        return self._database.read(read)

    async def mark_read(self, conversation_id: str, up_to: int) -> None:
        """Everything up to this `seq` has been seen; it never goes back."""
        await self._database.write_async(
            lambda db: db.execute(
                "UPDATE conversations SET seen_seq = max(seen_seq, ?) WHERE conversation_id = ?",
                [up_to, conversation_id],
            )
        )


def _summary_in(db: Connection, conversation_id: str) -> ConversationSummary:
    for row in db.query(f"{SUMMARY_SQL} WHERE c.conversation_id = ?", [conversation_id]):
        return _summary(row)
    raise LookupError(conversation_id)


def _summary(row: Row) -> ConversationSummary:
    return ConversationSummary(
        conversation_id=row["conversation_id"],
        customer_id=row["customer_id"],
        channel=row["channel"],
        locale=row["locale"],
        state=ConversationState(row["state"]),
        opened_at=iso(row["opened_at"]),
        last_at=iso(row["last_at"]),
        last_text=row["last_text"],
        last_seq=row["last_seq"],
        unread=row["unread"],
        waiting_since=iso(row["waiting_since"]) if row["waiting_since"] else None,
        handoff_reason=row["handoff_reason"],
        operator=row["operator"],
    )


def _with_reasons(row: Row) -> MessageWithReasons:
    reply = Reply.model_validate_json(row["answer"]) if row["answer"] else None
    return MessageWithReasons(**message_from(row).model_dump(), reply=reply)
