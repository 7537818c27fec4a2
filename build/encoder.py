"""The encoder: multilingual-e5-small from 4-bit blocks, with its tuned layers, to an int8 graph that gives embedding and intent logits."""

from pathlib import Path

import onnx
import torch
from e5_weights import E5Config, read_weights, read_word_rows
from half_weights import feed_forward_outputs, halve
from intent_output import add_intent_output
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from optimum.exporters.onnx import export
from optimum.exporters.onnx.model_configs import BertOnnxConfig
from packed_rows import pack_rows
from progress import report
from torch import Tensor, nn
from transformers import BertConfig, BertModel
from tuned_layers import ARTEFACT, apply_layers
from vocabulary import Vocabulary, prune

from models_onnx.encoder import EMBEDDING

STEPS = 4
OPSET = 17
# What comes into this layer's feed-forward output has outliers that take the other values' precision when it is quantised: with it
# in int8 the cosine with the float network is 0.991, without it 0.995; no other layer changes more than 0.001.
KEPT_LAYERS = (4,)
# The appliance reads no more tokens than this.
POSITIONS = 128
NAMES = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value"}
NAMES |= {"ao": "attention.output.dense", "aln": "attention.output.LayerNorm"}
NAMES |= {"fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}


class SentenceEncoder(BertModel):
    """BERT with mean pooling and L2 normalisation inside the graph: float32 (n, hidden)."""

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> dict[str, Tensor]:  # type: ignore[override]
        """Embed tokenised texts; padded positions do not count."""
        hidden = super().forward(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return {EMBEDDING: nn.functional.normalize(pooled, dim=1)}


class SentenceEncoderExport(BertOnnxConfig):
    """Inputs and outputs of `SentenceEncoder` for the exporter."""

    @property
    def inputs(self) -> dict[str, dict[int, str]]:
        """Two int64 arrays (n, tokens); one token type only, so that input is left out."""
        axes = {0: "batch_size", 1: "sequence_length"}
        return {"input_ids": axes, "attention_mask": axes}

    @property
    def outputs(self) -> dict[str, dict[int, str]]:
        """One float32 array (n, hidden)."""
        return {EMBEDDING: {0: "batch_size"}}


def build_encoder(weights: Path, tokenizer: Path, work: Path, target: Path) -> None:
    """Convert the weights and put `model.int8.onnx` and `tokenizer.model` into `target`."""
    work.mkdir(parents=True, exist_ok=True)
    report("encoder: read weights", 0, STEPS)
    model = load_encoder(weights)
    vocabulary = prune(tokenizer)
    keep_rows(model, vocabulary)
    if ARTEFACT.exists():
        apply_layers(model, ARTEFACT)
    keep_positions(model)
    report("encoder: export", 1, STEPS)
    plain, fused, small = work / "model.onnx", work / "fused.onnx", work / "model.int8.onnx"
    export(model, SentenceEncoderExport(model.config, task="feature-extraction"), plain, opset=OPSET)
    report("encoder: fuse", 2, STEPS)
    config = model.config
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False
    fuser = optimize_model(
        str(plain),
        "bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        optimization_options=options,
    )
    fuser.save_model_to_file(str(fused))
    report("encoder: quantise to int8", 3, STEPS)
    kept = [feed_forward_outputs(fused, config.intermediate_size)[layer] for layer in KEPT_LAYERS]
    quantize_dynamic(
        fused,
        small,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Attention"],
        nodes_to_exclude=kept,
        # The fused operators are onnxruntime's own, whose outputs ONNX's shape inference does not know.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    halve(small, kept)
    pack_rows(small, read_word_rows(weights).rows(vocabulary.rows))
    add_intent_output(small, config.hidden_size)
    target.mkdir(parents=True, exist_ok=True)
    (target / "tokenizer.model").write_bytes(vocabulary.model)
    small.replace(target / small.name)
    for file in (plain, fused):
        file.unlink()
    report(f"encoder: {(target / small.name).stat().st_size / 1e6:.0f} MB", STEPS, STEPS)


def load_encoder(weights: Path) -> SentenceEncoder:
    """The network with every tensor of the file in its place.

    Raises:
        ValueError: a tensor is missing, left over or of another size.
    """
    config, tensors = read_weights(weights)
    model = SentenceEncoder(bert_config(config), add_pooling_layer=False).eval()
    wanted = model.state_dict()
    given = {_torch_name(name): value for name, value in tensors.items()}
    if missing := wanted.keys() ^ given.keys():
        raise ValueError(f"{weights}: tensors don't match the network: {sorted(missing)[:5]}")
    model.load_state_dict({name: torch.from_numpy(given[name]).reshape(wanted[name].shape) for name in wanted})
    return model


def keep_rows(model: SentenceEncoder, vocabulary: Vocabulary) -> None:
    """Leave only the vocabulary's rows in the embedding matrix, in its order."""
    embeddings = model.embeddings.word_embeddings
    rows = embeddings.weight.detach()[torch.from_numpy(vocabulary.rows)]
    model.embeddings.word_embeddings = nn.Embedding.from_pretrained(rows, padding_idx=1)
    model.config.vocab_size = len(rows)


def keep_positions(model: SentenceEncoder) -> None:
    """Leave only the positions that a text may have."""
    embeddings = model.embeddings
    embeddings.position_embeddings = nn.Embedding.from_pretrained(embeddings.position_embeddings.weight[:POSITIONS])
    embeddings.register_buffer("position_ids", torch.arange(POSITIONS).expand((1, -1)), persistent=False)
    embeddings.register_buffer("token_type_ids", torch.zeros((1, POSITIONS), dtype=torch.long), persistent=False)
    model.config.max_position_embeddings = POSITIONS


def bert_config(config: E5Config) -> BertConfig:
    """The same sizes in transformers' terms."""
    return BertConfig(
        vocab_size=config.vocabulary,
        hidden_size=config.hidden,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        intermediate_size=config.intermediate,
        max_position_embeddings=config.positions,
        type_vocab_size=config.types,
        layer_norm_eps=config.epsilon,
        attn_implementation="eager",
    )


def _torch_name(name: str) -> str:
    embedding = {"emb.word": "word_embeddings", "emb.pos": "position_embeddings", "emb.type": "token_type_embeddings"}
    if name in embedding:
        return f"embeddings.{embedding[name]}.weight"
    *path, kind = name.split(".")
    suffix = {"w": "weight", "b": "bias"}[kind]
    if path == ["emb", "ln"]:
        return f"embeddings.LayerNorm.{suffix}"
    return f"encoder.layer.{path[0][1:]}.{NAMES[path[1]]}.{suffix}"
