"""Adds the encoder's second output: an intent head's logits, whose layer is given with the texts.

One pass gives embedding and logits, and a shop that trains its own intents exchanges two small inputs rather than the graph.
"""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

from models_onnx.encoder import EMBEDDING, INTENT_BIAS, INTENT_LOGITS, INTENT_WEIGHTS

CLASSES = "intents"


def add_intent_output(graph_file: Path, hidden: int) -> None:
    """Let the graph in `graph_file` also compute `embedding @ intent_weights + intent_bias`, float32 (n, classes)."""
    model = onnx.load(str(graph_file))
    graph = model.graph
    for name, shape in ((INTENT_WEIGHTS, [hidden, CLASSES]), (INTENT_BIAS, [CLASSES])):
        graph.input.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
    graph.node.append(helper.make_node("Gemm", [EMBEDDING, INTENT_WEIGHTS, INTENT_BIAS], [INTENT_LOGITS]))
    graph.output.append(helper.make_tensor_value_info(INTENT_LOGITS, TensorProto.FLOAT, ["batch_size", CLASSES]))
    onnx.checker.check_model(model, full_check=False)
    onnx.save(model, str(graph_file))
