"""`python -m models_onnx.presence`: exit 0 where the models are built, so that `make` need not prepare to build them."""

import sys

from appliance.base.paths import models_dir
from models_onnx.manifest import present

if __name__ == "__main__":
    sys.exit(0 if present(models_dir()) else 1)
