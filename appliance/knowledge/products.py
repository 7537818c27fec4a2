"""The shop's products, and finding the one that a customer means."""

import json
import math
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from appliance.api.shop import Product
from appliance.base.clock import now_ms
from appliance.base.database import Connection, Database
from appliance.knowledge.upsert import Outcome, upsert_row

# A product is meant when the message names this share of what tells it apart, or the last word of its name, which says what
# it is (头灯); found on the demo shop's wording, where a short form of the name gives 0.5 and more.
NAMED_SHARE = 0.25
# Two products are both meant where what the message names of them weighs this nearly the same: 羽绒服 is no one jacket.
TIE = 0.9
SKU = re.compile(r"[a-z0-9][a-z0-9._/-]*[a-z0-9]")


@dataclass(frozen=True)
class ProductMatch:
    """A product that a message may mean. `share` of 1 is its whole name; matches of one message can be compared."""

    product: Product
    share: float


@dataclass(frozen=True)
class _Catalogue:
    """Products with the two-character pieces of their names: two characters are the shortest word in Chinese."""

    products: tuple[Product, ...]
    skus: dict[str, int]
    holders: dict[str, tuple[int, ...]]
    weights: dict[str, float]
    totals: tuple[float, ...]
    heads: tuple[str, ...]


class ProductStore:
    """Products by sku and by what a customer calls them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._catalogue: _Catalogue | None = None

    def get(self, sku: str) -> Product | None:
        """The product, or None."""

        def read(db: Connection) -> Product | None:
            rows = db.query("SELECT * FROM products WHERE sku = ?", [sku])
            return next((product_from(row) for row in rows), None)

        return self._database.read(read)

    def put(self, products: Sequence[Product]) -> list[Outcome]:
        """Store rows, one transaction for all; tells for each whether it was new, changed, or as before."""
        outcomes = self._database.write(lambda db: [put_product_in(db, product) for product in products])
        self.forget()
        return outcomes

    def forget(self) -> None:
        """The rows were changed by someone else: read them again at the next search."""
        with self._lock:
            self._catalogue = None

    def count(self) -> int:
        """How many products there are."""
        return self._database.read(lambda db: db.table("products").count)

    def named_in(self, text: str, *, limit: int = 5) -> list[ProductMatch]:
        """The products that `text` names, best first; several where it fits them about equally."""
        catalogue = self._loaded()
        # A sku written out leaves no doubt, while its pieces weigh little beside a long name's.
        written = {catalogue.skus[word] for word in SKU.findall(text.lower()) if word in catalogue.skus}
        if written:
            return [ProductMatch(catalogue.products[index], 1.0) for index in sorted(written)[:limit]]
        shared: defaultdict[int, float] = defaultdict(float)
        said = set(pieces(text))
        for piece in said:
            for index in catalogue.holders.get(piece, ()):
                shared[index] += catalogue.weights[piece]
        named = {
            index: weight / catalogue.totals[index]
            for index, weight in shared.items()
            if weight >= NAMED_SHARE * catalogue.totals[index] or catalogue.heads[index] in said
        }
        best = max((shared[index] for index in named), default=0.0)
        close = sorted((-share, index) for index, share in named.items() if shared[index] >= best * TIE)
        return [ProductMatch(catalogue.products[index], -share) for share, index in close[:limit]]

    def _loaded(self) -> _Catalogue:
        with self._lock:
            if self._catalogue is None:
                rows = self._database.read(lambda db: list(db.table("products").rows))
                self._catalogue = _catalogue([product_from(row) for row in rows])
            return self._catalogue


def pieces(text: str) -> list[str]:
    """Words of Latin letters and digits whole, Chinese in overlapping pairs; lower case."""
    found: list[str] = []
    for run in re.findall(r"[a-z0-9]+|[^\W_a-z0-9]+", text.lower()):
        if run[0].isascii():
            found.append(run)
        else:
            found.extend(run[start : start + 2] for start in range(len(run) - 1))
    return found


def put_product_in(db: Connection, product: Product) -> Outcome:
    """Store one row in the caller's transaction."""
    row = product.model_dump(exclude={"attributes"})
    row["attributes"] = json.dumps(product.attributes, ensure_ascii=False)
    return upsert_row(db, "products", "sku", row, now_ms())


def product_from(row: dict[str, Any]) -> Product:
    """A row of the table as a product."""
    return Product(**{**row, "attributes": json.loads(row["attributes"])})


def _catalogue(products: list[Product]) -> _Catalogue:
    held: defaultdict[str, list[int]] = defaultdict(list)
    for index, product in enumerate(products):
        for piece in set(pieces(f"{product.name} {product.sku}")):
            held[piece].append(index)
    counts = Counter({piece: len(indexes) for piece, indexes in held.items()})
    weights = {piece: math.log(1 + len(products) / count) for piece, count in counts.items()}
    totals = tuple(sum(weights[piece] for piece in set(pieces(product.name))) or math.inf for product in products)
    skus = {product.sku.lower(): index for index, product in enumerate(products)}
    holders = {piece: tuple(indexes) for piece, indexes in held.items()}
    heads = tuple((pieces(product.name) or [product.name])[-1] for product in products)
    return _Catalogue(tuple(products), skus, holders, weights, totals, heads)
