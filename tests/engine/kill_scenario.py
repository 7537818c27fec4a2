"""A desk under load that is killed again and again (S14): customers, an operator and a merchant, all through the bridge.

Each client notes what was acknowledged; after every kill it must be there, and the next engine goes on from what is left.
"""

import itertools
import random
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from engine.engine_process import EngineProcess
from engine.kill_ledger import Ledger, stored

from appliance.api.client import BridgeClient, BridgeError, ConversationClient
from appliance.api.messages import ConversationOpened, OpenConversation, SendFeedback

CUSTOMERS = 3
QUESTIONS = ("你好", "满多少包邮", "我要退货", "帐篷有现货吗", "谢谢")
LOOKED_AT_AGAIN = 100
# How long a life may last once the engine listens: the models are loaded after two or three seconds.
LONGEST_S = 1.0
LONGEST_WHOLE_S = 5.0


@dataclass
class Desk:
    """The shop over all its engine's lives."""

    engine: EngineProcess
    scratch: Path
    ledger: Ledger = field(default_factory=Ledger)
    server_token: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    tokens: dict[str, str] = field(default_factory=dict)
    unanswered: "SimpleQueue[tuple[str, str, str]]" = field(default_factory=SimpleQueue)
    handed_over: "SimpleQueue[str]" = field(default_factory=SimpleQueue)

    def live_and_die_often(self, kills: int, seed: int, *, full: int, no_models: Path) -> None:
        """So many lives, spread among them the given number with all models."""
        chance = random.Random(seed)
        for life in range(kills):
            whole = life % (kills // full) == 0 if full else False
            self.engine.models = None if whole else no_models
            self.live_and_die(chance, LONGEST_WHOLE_S if whole else LONGEST_S)

    def live_and_die(self, chance: random.Random, longest: float) -> None:
        """One life: start, take load, be killed at a random moment (at times before it even listens), be checked."""
        if chance.random() < 0.1:
            self.engine.spawn()
            self.engine.kill_after(chance.uniform(0, 0.7))
        else:
            self.engine.start(loaded=False)
            if not self.server_token:
                self.server_token = self.engine.server_token()
            with ThreadPoolExecutor(CUSTOMERS + 2) as pool:
                clients = [pool.submit(self._until_it_dies, work) for work in self._clients()]
                self.engine.kill_after(chance.uniform(0, longest))
                for client in clients:
                    client.result()
        assert self.ledger.settle(stored(self.engine.home, self.scratch)) == []

    def look_again(self) -> None:
        """Start once more and ask the bridge itself for what was acknowledged, then end in peace."""
        self.engine.start(loaded=False)
        kept = self.ledger.kept
        with self.engine.client(self.server_token) as shop, self.engine.operator() as operator:
            for conversation_id, token in list(self.tokens.items())[-LOOKED_AT_AGAIN:]:
                conversation = self._conversation(shop, conversation_id, token)
                transcript = conversation.transcript()
                sent = {line.client_message_id: line.text for line in transcript.messages if line.client_message_id}
                assert sent == {key[2]: text for key, text in kept.items() if key[:2] == ("message", conversation_id)}
                assert transcript.state == kept["hands", conversation_id]
            assert operator.call("GET", "/v1/operator/settings")["shop_name"] == kept["setting", "shop_name"]
            for key, answer in list(kept.items()):
                if key[0] == "faq":
                    history = operator.call("GET", f"/v1/operator/faq/{key[1]}/history")["changes"]
                    assert (history[0]["after"] or {}).get("answer") == answer
        assert self.engine.end() == 0

    def _clients(self) -> list[Any]:
        return [*[self._customer] * CUSTOMERS, self._operator, self._merchant]

    def _until_it_dies(self, work: Any) -> None:
        token = self.server_token if work == self._customer else self.engine.running.operator_token
        with self.engine.client(token) as bridge:
            try:
                while True:
                    work(bridge)
            except BridgeError as error:
                # Anything but a dead line is a refusal, and the engine has no cause for one.
                if error.code != "unreachable":
                    raise

    def _customer(self, bridge: BridgeClient) -> None:
        """What an earlier life left unanswered first; then a conversation that ends with a person's turn."""
        try:
            conversation_id, client_id, text = self.unanswered.get_nowait()
        except Empty:
            pass
        else:
            self._say(self._conversation(bridge, conversation_id, self.tokens[conversation_id]), text, client_id)
        conversation = bridge.open(OpenConversation(channel="test"))
        identifier = conversation.conversation_id
        self.ledger.note(("conversation", identifier), True)
        self.tokens[identifier] = conversation.token
        self.ledger.note(("hands", identifier), "bot")
        number = next(self.numbers)
        if number % 3 == 0:
            self.ledger.change(("hands", identifier), "waiting", conversation.handoff)
        for question in (QUESTIONS[number % len(QUESTIONS)], f"{number} 号订单到哪了"):
            reply = self._say(conversation, question, uuid.uuid4().hex)
        feedback = SendFeedback(message_id=reply.message_id, satisfied=number % 2 == 0, rating=number % 5 + 1)
        self.ledger.change(("feedback", reply.message_id), feedback.rating, lambda: conversation.feedback(feedback))
        self.ledger.change(("hands", identifier), "waiting", conversation.handoff)
        self.handed_over.put(identifier)

    def _say(self, conversation: ConversationClient, text: str, client_id: str) -> Any:
        """A message, sent again in the next life with the same id where this one does not answer it."""
        identifier = conversation.conversation_id
        with self.ledger._lock:
            # The reply may pass the conversation to a person.
            self.ledger.under_way["hands", identifier] = "waiting"
        try:
            reply = self.ledger.change(
                ("message", identifier, client_id), text, lambda: conversation.send(text, client_id)
            )
        except BridgeError:
            self.unanswered.put((identifier, client_id, text))
            raise
        self.ledger.note(("reply", reply.message_id), reply.text)
        with self.ledger._lock:
            del self.ledger.under_way["hands", identifier]
        if reply.handoff:
            self.ledger.note(("hands", identifier), "waiting")
        return reply

    def _operator(self, bridge: BridgeClient) -> None:
        """Takes over whoever waits, says something, and gives every second one back."""
        try:
            identifier = self.handed_over.get(timeout=0.05)
        except Empty:
            bridge.health()
            return
        path, number = f"/v1/operator/conversations/{identifier}", next(self.numbers)
        words = {"text": f"您好，第 {number} 位", "client_message_id": uuid.uuid4().hex}
        self.ledger.change(("hands", identifier), "person", lambda: bridge.call("POST", f"{path}/take-over"))
        self.ledger.change(
            ("message", identifier, words["client_message_id"]),
            words["text"],
            lambda: bridge.call("POST", f"{path}/messages", words),
        )
        if number % 2:
            self.ledger.change(("hands", identifier), "bot", lambda: bridge.call("POST", f"{path}/give-back"))

    def _merchant(self, bridge: BridgeClient) -> None:
        """Writes, changes and deletes FAQ entries; changes a setting; the shop's software changes a price."""
        number = next(self.numbers)
        edit = {"question": f"第 {number} 个问题", "answer": f"{number} 初稿"}
        entry_id = bridge.call("POST", "/v1/operator/faq", edit)["entry_id"]
        self.ledger.note(("faq", entry_id), edit["answer"])
        path = f"/v1/operator/faq/{entry_id}"
        for draft in ("二稿", "三稿"):
            changed = {**edit, "answer": f"{number} {draft}"}
            self.ledger.change(
                ("faq", entry_id), changed["answer"], lambda body=changed: bridge.call("PUT", path, body)
            )
        if number % 3 == 0:
            self.ledger.change(("faq", entry_id), None, lambda: bridge.call("DELETE", path))
        name = {"shop_name": f"第 {number} 家"}
        self.ledger.change(
            ("setting", "shop_name"), name["shop_name"], lambda: bridge.call("PUT", "/v1/operator/settings", name)
        )
        product = {"sku": f"SKU-{number % 20}", "name": "帐篷", "price": float(number)}
        self.ledger.change(
            ("product", product["sku"]),
            product["price"],
            lambda: bridge.call("PUT", f"/v1/products/{product['sku']}", product, token=self.server_token),
        )

    def _conversation(self, bridge: BridgeClient, conversation_id: str, token: str) -> ConversationClient:
        return ConversationClient(bridge, ConversationOpened(conversation_id=conversation_id, conversation_token=token))
