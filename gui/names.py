"""What the engine's ids are called in the merchant's language."""

from PySide6.QtCore import QLocale, QObject

from appliance.api.messages import ConversationState, Route
from appliance.api.operator import IntentName, IntentNames


class Names(QObject):
    """Names of intents (the pack's own), routes, sources, slots, times and reasons. An id without a name is shown as it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._intents: dict[str, IntentName] = {}

    def learn(self, document: dict[str, object]) -> None:
        """Take over the names of the engine's pack."""
        self._intents = {one.id: one for one in IntentNames.model_validate(document).intents}

    @property
    def pack_intents(self) -> list[str]:
        """The ids of the pack's intents, in its order."""
        return list(self._intents)

    def intent(self, intent_id: str) -> str:
        """An intent, as in “物流进度”."""
        found = self._intents.get(intent_id)
        if found is None:
            return intent_id or self.tr("not recognised")
        return found.name_zh if QLocale().language() == QLocale.Language.Chinese else found.name_en

    def route(self, route: Route) -> str:
        """How a reply came to be."""
        return {
            Route.FAQ: self.tr("FAQ"),
            Route.ORDER: self.tr("Order record"),
            Route.PRODUCT: self.tr("Product record"),
            Route.DIALOGUE: self.tr("Asked back"),
            Route.GENERATED: self.tr("Written by the model from evidence"),
            Route.SMALLTALK: self.tr("Courtesy"),
            Route.CLARIFY: self.tr("Asked which was meant"),
            Route.HANDOFF: self.tr("Handed to a person"),
        }[route]

    def source(self, kind: str) -> str:
        """What a reply rests on."""
        names = {
            "faq": self.tr("FAQ"),
            "product": self.tr("Product record"),
            "order": self.tr("Order record"),
            "policy": self.tr("Policy"),
        }
        return names.get(kind, kind)

    def slot(self, name: str) -> str:
        """A piece of data found in a message."""
        names = {
            "order_id": self.tr("Order number"),
            "phone_last4": self.tr("Last four of the phone"),
            "amount": self.tr("Amount"),
            "sku": self.tr("Product code"),
        }
        return names.get(name, name)

    def step(self, name: str) -> str:
        """A part of the time that a reply took."""
        names = {
            "total": self.tr("In all"),
            "encode": self.tr("Reading"),
            "search": self.tr("Searching the FAQ"),
            "first_sentence": self.tr("First sentence"),
            "generate": self.tr("Writing"),
        }
        return names.get(name, name)

    def model(self, role: str) -> str:
        """What a model is for."""
        names = {
            "encoder": self.tr("Meaning"),
            "intents": self.tr("Intents"),
            "generator": self.tr("Writing"),
        }
        return names.get(role, role)

    def state(self, state: ConversationState) -> str:
        """Who answers."""
        return {
            ConversationState.BOT: self.tr("The bot answers"),
            ConversationState.WAITING: self.tr("Waiting"),
            ConversationState.PERSON: self.tr("You answer"),
            ConversationState.CLOSED: self.tr("Closed"),
        }[state]

    def reason(self, reason: str | None) -> str:
        """Why a person is wanted; empty where it is not said."""
        names = {
            "requested": self.tr("asked for a person"),
            "no_evidence": self.tr("the bot was not sure"),
            "guarded": self.tr("yours to decide"),
            "unsatisfied": self.tr("was not satisfied"),
            "taken_over": self.tr("taken over"),
        }
        return names.get(reason or "", "")

    def token_kind(self, kind: str) -> str:
        """Who holds a token."""
        return {"site": self.tr("page"), "server": self.tr("server")}.get(kind, kind)
