"""The engine's composition root: every part is made here and given what it works with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from appliance.api.shop import Receipt, RefusedRow
from appliance.base.database import Database
from appliance.base.key import recovery_code
from appliance.base.token import new_token, token_hash
from appliance.bridge.limits import RateLimiter
from appliance.bridge.pairing import PairingDesk
from appliance.bridge.parts import BridgeParts
from appliance.bridge.schema import migrations as bridge_migrations
from appliance.bridge.security import Doors
from appliance.bridge.settings import SettingsStore
from appliance.bridge.tokens import TokenStore
from appliance.conversations.announcer import Announcer
from appliance.conversations.events import OPERATORS, Event, EventHub
from appliance.conversations.handoff import Handoff
from appliance.conversations.inbox import Inbox
from appliance.conversations.schema import migrations as conversation_migrations
from appliance.conversations.store import ConversationStore
from appliance.dialogue.courtesies import GuardedStep, InjectionStep, OutOfScopeStep, PersonStep, SmallTalkStep
from appliance.dialogue.desk import Desk, DeskParts
from appliance.dialogue.evidence import EvidenceFinder
from appliance.dialogue.faq import ClarifyStep, FaqStep
from appliance.dialogue.orders import OrderStep, WhichOrderStep
from appliance.dialogue.policy import Policy
from appliance.dialogue.products import ProductStep
from appliance.engine.demo import DemoShop
from appliance.engine.models import ModelHost
from appliance.knowledge.faq import FaqDesk, index_folder
from appliance.knowledge.imports import import_orders, import_products
from appliance.knowledge.orders import OrderStore
from appliance.knowledge.products import ProductStore
from appliance.knowledge.schema import migrations as knowledge_migrations
from appliance.learning.schema import migrations as learning_migrations
from appliance.learning.suggestions import SuggestionStore
from appliance.packs.pack import DomainPack, load_pack
from appliance.replies.order_answers import OrderAnswers
from appliance.replies.phrases import Phrases
from appliance.replies.product_answers import ProductAnswers
from appliance.replies.writer import ReplyWriter
from appliance.understanding.intent_desk import IntentDesk
from appliance.understanding.own_intents import OwnIntents
from appliance.understanding.reader import MessageReader
from faq_store.calibration import Calibration
from faq_store.schema import migrations as faq_migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.transfer import import_faq
from faq_store.vectors import VectorCache

PACKAGE = Path(__file__).resolve().parent.parent
PACK = PACKAGE / "packs" / "ecommerce"
MIGRATIONS = (conversation_migrations, knowledge_migrations, faq_migrations, bridge_migrations, learning_migrations)
DATABASE = "guitai.db"


@dataclass(frozen=True)
class Shop:
    """What the shop owns, opened from its data folder; enough for the command line when no engine runs."""

    home: Path
    key: bytes
    database: Database
    faq: FaqStore
    products: ProductStore
    orders: OrderStore
    tokens: TokenStore
    settings: SettingsStore
    demo: DemoShop

    def read_file(self, kind: str, path: Path) -> Receipt:
        """Read a merchant's file in.

        Args:
            kind: `faq`, `products` or `orders`.
            path: the file.

        Raises:
            UnreadableFileError: it can't be read whole.
        """
        if kind == "faq":
            receipt = import_faq(self.database, self.faq, path, "import")
            refused = [RefusedRow(row=row, reason=reason) for row, reason in receipt.refused]
            return Receipt(
                read=receipt.read,
                added=receipt.added,
                changed=receipt.changed,
                skipped=receipt.skipped,
                refused=refused,
            )
        imported = import_products(self.database, path) if kind == "products" else import_orders(self.database, path)
        self.products.forget()
        return imported


@dataclass(frozen=True)
class Engine:
    """A composed engine, not yet listening."""

    shop: Shop
    models: ModelHost
    faq: FaqDesk
    search: FaqSearch
    hub: EventHub
    parts: BridgeParts
    operator_token: str


def open_shop(home: Path, key: bytes) -> Shop:
    """Open the data folder's database.

    Raises:
        DatabaseError: it can't be opened with this key.
    """
    database = Database(home / DATABASE, key, MIGRATIONS)
    faq, products, tokens, settings = (
        FaqStore(database),
        ProductStore(database),
        TokenStore(database),
        SettingsStore(database),
    )
    demo = DemoShop(PACK / "demo", database, faq, products, tokens, settings)
    return Shop(home, key, database, faq, products, OrderStore(database), tokens, settings, demo)


def compose(shop: Shop, models_dir: Path, doors: Callable[[], Doors], stop: Callable[[], None]) -> Engine:
    """Make the engine's parts.

    Args:
        shop: the opened data.
        models_dir: where the models lie.
        doors: the hosts and origins that may come in.
        stop: begins the drain.
    """
    loop = asyncio.get_running_loop()
    hub = EventHub()

    def health_changed() -> None:
        loop.call_soon_threadsafe(lambda: hub.publish(OPERATORS, Event("health", models.health().model_dump_json())))

    own_intents = OwnIntents(shop.home)
    models = ModelHost(models_dir, own_intents.head, health_changed)

    pack = load_pack(PACK)
    phrases = Phrases(PACK / "phrases")
    inbox = Inbox(shop.database)
    announcer = Announcer(hub, inbox)
    search = FaqSearch(shop.faq, VectorCache(shop.database), index_folder(shop.home), Calibration.load())
    reader = MessageReader(models.reading, models.reading_models, search)
    store = ConversationStore(shop.database)
    desk = Desk(
        DeskParts(
            database=shop.database,
            store=store,
            announcer=announcer,
            reader=reader,
            policy=policy(shop, pack, phrases),
            evidence=EvidenceFinder(shop.products),
            writer=ReplyWriter(models.writing, models.generator),
            phrases=phrases,
            settings=shop.settings,
        )
    )
    faq = FaqDesk(shop.faq, search, reader, models.reading, models.encoder, shop.settings.today)
    operator_token = new_token("gto")
    parts = BridgeParts(
        store=store,
        inbox=inbox,
        handoff=Handoff(shop.database),
        announcer=announcer,
        hub=hub,
        desk=desk,
        tokens=shop.tokens,
        pairing=PairingDesk(shop.tokens),
        limiter=RateLimiter(),
        settings=shop.settings,
        phrases=phrases,
        products=shop.products,
        orders=shop.orders,
        faq=faq,
        suggestions=SuggestionStore(shop.database),
        intents=pack.intents,
        intent_desk=IntentDesk(own_intents, models.reading, models.reading_models, models.use_head),
        health=models.health,
        operator_token_hash=token_hash(operator_token),
        demo_token=shop.demo.token,
        load_demo=shop.demo.load,
        imports=shop.read_file,
        recovery_code=lambda: recovery_code(shop.key),
        stop=stop,
        doors=doors,
        plugin_file=PACKAGE / "plugin" / "dist" / "guitai.js",
        demo_page=PACKAGE / "demo_page",
    )
    return Engine(shop, models, faq, search, hub, parts, operator_token)


def policy(shop: Shop, pack: DomainPack, phrases: Phrases) -> Policy:
    """The order in which ways of answering are tried (`docs/bridge.md`)."""
    orders = OrderStep(
        pack.orders,
        shop.orders,
        OrderAnswers(phrases, shop.products),
        phrases,
        choices=lambda: shop.settings.shop.order_choices,
    )
    return Policy(
        [
            InjectionStep(phrases),
            PersonStep(phrases),
            orders,
            ClarifyStep(phrases, shop.faq),
            SmallTalkStep(phrases),
            ProductStep(pack.products, shop.products, ProductAnswers(phrases), phrases),
            FaqStep(pack),
            OutOfScopeStep(phrases, shop.products),
            # Before "which order?": a promise that no order's row can make is not waited for.
            GuardedStep(pack, phrases),
            WhichOrderStep(pack.orders, phrases),
        ]
    )
