"""Faults of models on this machine."""

from appliance.base.errors import GuitaiError


class ModelError(GuitaiError):
    """A model is missing, damaged, or can't run here."""

    def __init__(self, message: str, *, code: str, hint: str = "") -> None:
        super().__init__(message, code=code, hint=hint or "Build the models again with `make models`.", exit_code=6)
