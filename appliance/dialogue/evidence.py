"""What a written reply may rest on: entries and rows that are about the question, for this conversation's customer only."""

from appliance.api.messages import Source
from appliance.api.shop import Product
from appliance.dialogue.turn import Turn
from appliance.knowledge.products import ProductStore
from appliance.replies.product_answers import price
from faq_store.thresholds import EVIDENCE

MOST_ENTRIES = 2


class EvidenceFinder:
    """Gathers evidence for the writer."""

    def __init__(self, products: ProductStore) -> None:
        self._products = products

    def find(self, turn: Turn) -> list[Source]:
        """The evidence, the best first; empty where nothing is about the question."""
        found: list[Source] = []
        product = self._product(turn)
        if product is not None:
            found.append(Source(kind="product", id=product.sku, quote=product_facts(product)))
        for candidate in turn.candidates[:MOST_ENTRIES]:
            if candidate.score >= EVIDENCE:
                quote = f"{candidate.entry.question} {candidate.entry.answer}"
                found.append(Source(kind="faq", id=candidate.entry_id, quote=quote))
        return found

    def _product(self, turn: Turn) -> Product | None:
        named = self._products.named_in(turn.text, limit=2)
        if len(named) == 1:
            return named[0].product
        sku = turn.state.sku or turn.conversation.context.product_id
        return (
            self._products.get(sku)
            if sku and turn.intent.id.startswith(("product", "size", "stock", "price"))
            else None
        )


def product_facts(product: Product) -> str:
    """A product's row as a line of facts."""
    facts = [f"{name} {value}" for name, value in product.attributes.items()]
    if product.price is not None:
        facts.insert(0, f"价格 {price(product)} 元")
    return f"{product.name}：" + "；".join([*facts, product.description])
