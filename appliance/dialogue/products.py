"""Questions about a product: which one is meant, and what its row says of it."""

from appliance.api.messages import Route
from appliance.api.shop import Product
from appliance.dialogue.turn import Turn
from appliance.knowledge.products import ProductMatch, ProductStore
from appliance.packs.pack import ProductTask
from appliance.replies.answer import Answer
from appliance.replies.phrases import Phrases
from appliance.replies.product_answers import ProductAnswers
from faq_store.thresholds import CERTAIN

MOST_LISTED = 5
# What a list of several products says of each.
LISTED = frozenset({"price", "stock", "overview"})
# Below this confidence the intent alone does not keep a row from answering what is asked of a product by name.
SURE = 0.6


class ProductStep:
    """Answers from the row of the product that the message names or that is in focus."""

    def __init__(self, task: ProductTask, products: ProductStore, answers: ProductAnswers, phrases: Phrases) -> None:
        self._task = task
        self._products = products
        self._answers = answers
        self._phrases = phrases

    def answer(self, turn: Turn) -> Answer | None:
        """The row's fact, a choice between the products named, or None."""
        refers = self._task.refers(turn.text) and self._in_focus(turn) is not None
        fitting = refers or turn.intent.id in self._task.intents
        if not fitting and turn.intent.confidence >= SURE:
            return None
        named = self._products.named_in(turn.text, limit=MOST_LISTED)
        if self._entry_comes_first(turn, named):
            return None
        if not named and (not fitting or (turn.intent.out_of_scope and not refers)):
            return None
        if not named:
            product = self._in_focus(turn)
            return self._about(turn, product) if product else None
        if len(named) == 1:
            turn.state.sku = named[0].product.sku
            return self._about(turn, named[0].product)
        return self._about_several(turn, [match.product for match in named])

    def _entry_comes_first(self, turn: Turn, named: list[ProductMatch]) -> bool:
        """Whether an entry that is certain answers this: not where one product is named and the entry names it less fully."""
        best = turn.best
        if best is None or best.score < CERTAIN:
            return False
        if best.features.exact or len(named) != 1:
            return True
        [meant] = named
        of_entry = (match for question in best.entry.questions for match in self._products.named_in(question))
        return any(match.product == meant.product and match.share >= meant.share for match in of_entry)

    def _in_focus(self, turn: Turn) -> Product | None:
        sku = turn.state.sku or turn.conversation.context.product_id
        return self._products.get(sku) if sku else None

    def _about(self, turn: Turn, product: Product) -> Answer | None:
        asked = self._task.asked(turn.text, product.name, tuple(product.attributes))
        return self._answers.answer(asked, product, turn.language)

    def _about_several(self, turn: Turn, products: list[Product]) -> Answer | None:
        focus = self._in_focus(turn)
        if focus in products and turn.intent.id != "product_recommend" and (answer := self._about(turn, focus)):
            # What it is called in general, 这件羽绒服, means the one talked about.
            return answer
        names = tuple(sorted({name for product in products for name in product.attributes}))
        asked = self._task.asked(turn.text, products[0].name, names)
        if turn.intent.id == "product_recommend" or any(one.field in LISTED for one in asked):
            return self._answers.listing(products, turn.language)
        if not asked:
            return None
        choices = tuple(product.name for product in products)
        return Answer(self._phrases.say("ask_which_product", turn.language), Route.CLARIFY, suggestions=choices)
