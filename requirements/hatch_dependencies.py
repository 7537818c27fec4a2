"""Gives the wheel the same dependencies that `requirements/run.in` names, so that they stand in one place."""

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class RunRequirements(MetadataHookInterface):
    """Reads run.in; comments and blank lines are left out."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill `dependencies` of the project's metadata."""
        lines = (Path(self.root) / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
        metadata["dependencies"] = [line for line in lines if line.strip() and not line.startswith("#")]
