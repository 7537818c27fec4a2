"""The page of intents."""

from appliance.api.intents import IntentTraining
from gui.api import EngineApi
from gui.cards import CardPage
from gui.intents.head_card import HeadCard
from gui.intents.report_card import ReportCard
from gui.intents.training_card import TrainingCard
from gui.intents.trial_card import TrialCard
from gui.names import Names


class IntentsView(CardPage):
    """What the bot tells messages apart by, and how the shop teaches it more."""

    def __init__(self, api: EngineApi, names: Names) -> None:
        super().__init__()
        self.trial, self.head = TrialCard(api, names), HeadCard(api, names)
        self.training, self.report = TrainingCard(api, names), ReportCard(names)
        self.fill((self.trial,), (self.head, self.training, self.report))
        self.training.state_changed.connect(self._on_training)
        self.training.learned.connect(self.head.reload)
        self.head.changed.connect(self.trial.ask_again)

    def reload(self) -> None:
        """Read anew which intents are in use, and how far a training is."""
        self.head.reload()
        self.training.reload()

    def retranslate(self) -> None:
        """Write every text anew: the intents have got their names."""
        for card in (self.head, self.training, self.report, self.trial):
            card.retranslate()

    def _on_training(self, state: IntentTraining) -> None:
        self.report.show_report(state.report)
