"""Finding wordings by their words, in the database: a question's rarest terms say most, and are in the fewest wordings."""

from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest

from appliance.base.database import Connection, Database
from faq_store.lexical import TermWeights
from faq_store.statements import rows_in
from faq_store.wordings import EVERY_WORDING, plain_key

# Wordings looked at for one question: half a millisecond's worth. A question's terms beyond that are too common to find anything by.
POSTINGS = 1000
# Terms whose counts are kept in memory; a term takes about 200 bytes.
KNOWN_TERMS = 50_000
# Wordings whose weights are; one takes about 1 kB.
KNOWN_WORDINGS = 10_000


class LexicalIndex:
    """The terms of all wordings, and how many hold each.

    Args:
        database: with the tables of `faq_store.schema`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.forget()

    def forget(self) -> None:
        """Entries have changed: count anew."""
        self.total = self._database.read(lambda db: _counts(db, [EVERY_WORDING])).get(EVERY_WORDING, 0)
        self._know_nothing()

    def weights(self, wordings: Iterable[frozenset[str]]) -> TermWeights:
        """The weights of terms among all wordings, good for at least these (the question is one), until the next `forget`."""
        wanted = list(wordings)
        new = {term for some in wanted if not self._weights.knows(some) for term in some}
        if len(self._counts) + len(new) > KNOWN_TERMS or self._weights.known > KNOWN_WORDINGS:
            self._know_nothing()
            new = {term for some in wanted for term in some}
        if unknown := [term for term in new if term not in self._counts]:
            found = self._database.read(lambda db: _counts(db, unknown))
            self._counts.update((term, found.get(term, 0)) for term in unknown)
        return self._weights

    def nearest(self, query: frozenset[str], count: int) -> list[int]:
        """The ids of the wordings that share most with the query, by the weight of the shared terms, best first."""
        weights = self.weights([query])
        held = sorted((number, term) for term in query if (number := self._counts.get(term, 0)))
        if not held:
            return []
        rarest = [held[0][1]]
        looked_at = held[0][0]
        for number, term in held[1:]:
            if looked_at + number > POSTINGS:
                break
            looked_at += number
            rarest.append(term)
        shared: defaultdict[int, float] = defaultdict(float)
        if looked_at > POSTINGS:
            # Even the rarest is common: what has it and the next rarest comes before a part of what has it.
            for wording_id in self._holders(" AND ".join(_quoted(term) for _, term in held[:2])):
                shared[wording_id] += weights.of(term for _, term in held[1:2])
        for term in rarest:
            weight = weights.of([term])
            for wording_id in self._holders(_quoted(term)):
                shared[wording_id] += weight
        return nlargest(count, shared, key=lambda wording_id: (shared[wording_id], -wording_id))

    def in_the_same_words(self, text: str, count: int) -> list[int]:
        """The ids of wordings that are `text`, punctuation and case aside."""
        key = plain_key(text)
        sql = "SELECT wording_id FROM faq_wordings WHERE plain_key = ? LIMIT ?"
        return self._database.read(lambda db: [row[0] for row in db.execute(sql, [key, count]).fetchall()])

    def _know_nothing(self) -> None:
        self._counts: dict[str, int] = {}
        self._weights = TermWeights(self._counts, self.total)

    def _holders(self, match: str) -> list[int]:
        sql = "SELECT rowid FROM faq_terms WHERE faq_terms MATCH ? LIMIT ?"
        return self._database.read(lambda db: [row[0] for row in db.execute(sql, [match, POSTINGS]).fetchall()])


def _counts(db: Connection, terms: list[str]) -> dict[str, int]:
    sql = "SELECT term, wordings FROM faq_term_counts WHERE term IN ({})"
    return dict(rows_in(db, sql, terms))


def _quoted(term: str) -> str:
    # A term is letters and digits alone: nothing in it could end the quotation.
    return f'"{term}"'
