"""A product's facts in words, each from a field of the row that has it."""

from collections.abc import Sequence

from appliance.api.messages import Route, Source
from appliance.api.shop import Product
from appliance.packs.pack import Asked
from appliance.replies.answer import Answer
from appliance.replies.phrases import Phrases
from appliance.understanding.parse import Language


class ProductAnswers:
    """Written forms for questions about one product, and lists of several."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, asked: Sequence[Asked], product: Product, language: Language) -> Answer | None:
        """What the row says to each field asked for; None where it has none of them."""
        said = [one for field in asked if (one := self._said(field, product, language)) is not None]
        if not said:
            return None
        source = Source(kind="product", id=product.sku, quote="; ".join(quote for _, quote in said))
        text = ("" if language == "zh" else " ").join(words for words, _ in said)
        return Answer(text, Route.PRODUCT, (source,), slots={"sku": product.sku})

    def listing(self, products: list[Product], language: Language) -> Answer | None:
        """Several products with price and stock, those in stock first; None where no price is known."""
        priced = [product for product in products if product.price is not None]
        if not priced:
            return None
        priced.sort(key=lambda product: product.stock == 0)
        lines = [
            self._phrases.say(
                "product_list_item",
                language,
                name=product.name,
                price=price(product),
                stock=self._stock(product, language),
            )
            for product in priced
        ]
        text = "\n".join([self._phrases.say("product_list_intro", language), *lines])
        sources = tuple(
            Source(kind="product", id=product.sku, quote=f"{product.name}; price={price(product)}")
            for product in priced
        )
        return Answer(text, Route.PRODUCT, sources, suggestions=tuple(product.name for product in priced[:3]))

    def _said(self, asked: Asked, product: Product, language: Language) -> tuple[str, str] | None:
        say = self._phrases.say
        match asked.field:
            case "price" if product.price is not None:
                return say(
                    "product_price", language, name=product.name, price=price(product)
                ), f"price={price(product)}"
            case "stock" if product.stock is not None:
                code = "product_in_stock" if product.stock else "product_out_of_stock"
                return say(code, language, name=product.name, stock=product.stock), f"stock={product.stock}"
            case "link" if product.url:
                return say("product_link", language, name=product.name, url=product.url), f"url={product.url}"
            case "overview" if product.attributes:
                attributes = "；".join(f"{name} {value}" for name, value in product.attributes.items())
                text = say(
                    "product_overview",
                    language,
                    name=product.name,
                    attributes=attributes,
                    description=product.description,
                )
                return text, attributes
            case "attribute" if asked.attribute in product.attributes:
                value = product.attributes[asked.attribute]
                code = "product_attribute" if value[:1].isdigit() else "product_attribute_words"
                text = say(code, language, name=product.name, attribute=asked.attribute, value=value)
                return text, f"{asked.attribute}={value}"
        return None

    def _stock(self, product: Product, language: Language) -> str:
        return self._phrases.say("product_stock_none" if product.stock == 0 else "product_stock_some", language)


def price(product: Product) -> str:
    """The price without needless decimals: 199, 59.9."""
    return f"{product.price:.2f}".rstrip("0").rstrip(".")
