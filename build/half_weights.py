"""Keeps a few matrices of the encoder out of the int8 quantisation, stored as float16."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HALF = ".half"


def feed_forward_outputs(graph_file: Path, width: int) -> list[str]:
    """The names of the MatMuls that lead back from the feed-forward layers, by layer; `width` is their inner dimension."""
    graph = onnx.load(str(graph_file), load_external_data=False).graph
    wide = {one.name for one in graph.initializer if len(one.dims) > 1 and one.dims[0] == width}
    return [node.name for node in graph.node if node.op_type == "MatMul" and wide & set(node.input)]


def halve(graph_file: Path, nodes: Sequence[str]) -> None:
    """Store the weights of these MatMuls as float16; onnxruntime widens them once, when it loads the graph."""
    model = onnx.load(str(graph_file))
    graph = model.graph
    weights = {one.name: one for one in graph.initializer}
    for node in [one for one in graph.node if one.name in set(nodes)]:
        name = next(one for one in node.input if one in weights)
        values = numpy_helper.to_array(weights[name]).astype(np.float16)
        graph.initializer.remove(weights[name])
        graph.initializer.append(numpy_helper.from_array(values, name + HALF))
        place = list(graph.node).index(node)
        graph.node.insert(place, helper.make_node("Cast", [name + HALF], [name], to=TensorProto.FLOAT))
    onnx.save(model, str(graph_file))
