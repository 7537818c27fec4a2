"""Puts the vocabulary's rows into the encoder's graph as they came: 4-bit blocks, looked up and unpacked by onnxruntime itself.

Stored as int8 they would take twice the room and be rounded a second time, with one scale for all of them.
"""

from pathlib import Path

import numpy as np
import onnx
from e5_weights import BLOCK, Blocks
from onnx import TensorProto, helper

ROWS = "embeddings.word_embeddings.weight"
PACKED, SCALES, LOOKED_UP = "word_rows", "word_row_scales", "word_rows_looked_up"


def pack_rows(graph_file: Path, blocks: Blocks) -> None:
    """Replace the float rows of the graph in `graph_file`.

    Raises:
        ValueError: the graph looks its rows up in another way.
    """
    model = onnx.load(str(graph_file))
    graph = model.graph
    lookups = [node for node in graph.node if node.op_type == "Gather" and node.input[0] == ROWS]
    if len(lookups) != 1:
        raise ValueError(f"{graph_file}: {len(lookups)} look-ups of {ROWS}, one expected")
    node = lookups[0]
    indices, output = node.input[1], node.output[0]
    place = list(graph.node).index(node)
    graph.node.remove(node)
    lookup = helper.make_node(
        "GatherBlockQuantized",
        [PACKED, indices, SCALES],
        [LOOKED_UP],
        domain="com.microsoft",
        gather_axis=0,
        quantize_axis=1,
        block_size=BLOCK,
    )
    graph.node.insert(place, helper.make_node("Cast", [LOOKED_UP], [output], to=TensorProto.FLOAT))
    graph.node.insert(place, lookup)
    rows = next(one for one in graph.initializer if one.name == ROWS)
    graph.initializer.remove(rows)
    low, high = blocks.nibbles[:, 0::2].view(np.uint8), blocks.nibbles[:, 1::2].view(np.uint8)
    packed = (low & 0x0F) | (high << 4)
    graph.initializer.append(
        helper.make_tensor(PACKED, TensorProto.INT4, blocks.nibbles.shape, packed.tobytes(), raw=True)
    )
    graph.initializer.append(
        helper.make_tensor(SCALES, TensorProto.FLOAT16, blocks.scales.shape, blocks.scales.tobytes(), raw=True)
    )
    # Tensors of four bits came with opset 21.
    model.ir_version = max(model.ir_version, 10)
    onnx.save(model, str(graph_file))
