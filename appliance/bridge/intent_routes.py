"""Routes of the shop's own intents, with the operator's token."""

from pathlib import Path

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from appliance.api.intents import IntentExplanation, IntentHeadInfo, IntentTraining, TrainIntents
from appliance.api.messages import MAX_TEXT_CHARACTERS
from appliance.base.errors import GuitaiError
from appliance.bridge.authorise import Authority
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError


class ExplainedText(BaseModel):
    """A text to explain."""

    text: str = Field(min_length=1, max_length=MAX_TEXT_CHARACTERS)


def intent_routes(parts: BridgeParts, authority: Authority) -> APIRouter:
    """Training, going back, and why."""
    routes = APIRouter(prefix="/v1/operator/intents", tags=["operator"], dependencies=[Depends(authority.operator)])
    desk = parts.intent_desk

    @routes.get("/head")
    async def info() -> IntentHeadInfo:
        """The head in use."""
        return desk.info()

    @routes.post("/explain")
    async def explain(body: ExplainedText) -> IntentExplanation:
        """Why a text has its intent: the words that carried it and the nearest training examples."""
        return await desk.explain(body.text)

    @routes.get("/training")
    async def training() -> IntentTraining:
        """The state of the last training."""
        return desk.training()

    @routes.post("/training", status_code=202)
    async def train(body: TrainIntents) -> IntentTraining:
        """Train from a file of this machine, in the background."""
        try:
            return desk.start(Path(body.path))
        except GuitaiError as error:
            raise ProblemError(422, "refused", reason=str(error)) from error

    @routes.delete("/training", status_code=202)
    async def cancel() -> IntentTraining:
        """Cancel the running training; the intents stay as they are."""
        return desk.cancel()

    @routes.post("/restore")
    async def restore() -> IntentHeadInfo:
        """Go back to the head before the last training."""
        try:
            return await desk.restore()
        except GuitaiError as error:
            raise ProblemError(409, "refused", reason=str(error)) from error

    return routes
