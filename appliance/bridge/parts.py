"""What the bridge's routes work with; made by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from appliance.api.messages import Health
from appliance.api.shop import Receipt
from appliance.bridge.limits import RateLimiter
from appliance.bridge.pairing import PairingDesk
from appliance.bridge.security import Doors
from appliance.bridge.settings import SettingsStore
from appliance.bridge.tokens import TokenStore
from appliance.conversations.announcer import Announcer
from appliance.conversations.events import EventHub
from appliance.conversations.handoff import Handoff
from appliance.conversations.inbox import Inbox
from appliance.conversations.store import ConversationStore
from appliance.dialogue.desk import Desk
from appliance.knowledge.faq import FaqDesk
from appliance.knowledge.orders import OrderStore
from appliance.knowledge.products import ProductStore
from appliance.learning.suggestions import SuggestionStore
from appliance.packs.pack import Intent
from appliance.replies.phrases import Phrases
from appliance.understanding.intent_desk import IntentDesk


@dataclass(frozen=True)
class BridgeParts:
    """Collaborators of the routes.

    Attributes:
        intents: the pack's, with their names.
        operator_token_hash: of the one token that the console and the command line use while this engine runs.
        demo_token: gives the site token of the engine's own demo page, or None where no demo shop is loaded.
        load_demo: loads the demo shop; tells how many rows of each kind there are.
        imports: reads a file in (`faq`, `products`, `orders`).
        recovery_code: gives the database's recovery code.
        stop: begins the engine's drain.
        doors: who may come in, now.
    """

    store: ConversationStore
    inbox: Inbox
    handoff: Handoff
    announcer: Announcer
    hub: EventHub
    desk: Desk
    tokens: TokenStore
    pairing: PairingDesk
    limiter: RateLimiter
    settings: SettingsStore
    phrases: Phrases
    products: ProductStore
    orders: OrderStore
    faq: FaqDesk
    suggestions: SuggestionStore
    intent_desk: IntentDesk
    intents: tuple[Intent, ...]
    health: Callable[[], Health]
    operator_token_hash: bytes
    demo_token: Callable[[], str | None]
    load_demo: Callable[[], dict[str, int]]
    imports: Callable[[str, Path], Receipt]
    recovery_code: Callable[[], str]
    stop: Callable[[], None]
    doors: Callable[[], Doors]
    plugin_file: Path
    demo_page: Path
