"""The order in which ways of answering are tried. The first that has an answer gives it.

`docs/bridge.md` fixes the order: a person when asked for, the open question first, the customer's own order from its row, an entry
of the FAQ in the merchant's words, what is missing asked back, the model from evidence, and else a person.
"""

from collections.abc import Sequence

from appliance.dialogue.turn import Step, Turn
from appliance.replies.answer import Answer


class Policy:
    """Asks steps in order.

    Args:
        steps: ways of answering, the first choice first.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)

    def answer(self, turn: Turn) -> Answer | None:
        """The first answer that a step has; None leaves the message to the model or a person."""
        for step in self._steps:
            if (answer := step.answer(turn)) is not None:
                return answer
        return None
