"""Reference vectors of the encoder in use; `python tests/models_onnx/reference_texts.py` after a new encoder is released."""

from pathlib import Path

VECTORS = Path(__file__).parent / "reference_vectors.npz"
TEXTS = (
    "付款后多久发货？",
    "支持七天无理由退货吗",
    "羽绒服能不能机洗",
    "我的快递到哪了，订单号 2026111622670407",
    "How do I return an item?",
    "is the power bank allowed on a plane",
    "尺码偏大还是偏小 身高165体重55",
    "😀 在吗亲，急！！！",
    "转人工",
    "",
)


def write() -> None:
    """Embed the texts with the built encoder and store them with its version."""
    import numpy as np

    from appliance.base.paths import models_dir
    from models_onnx.encoder import Encoder

    encoder = Encoder.open(models_dir())
    np.savez_compressed(VECTORS, vectors=encoder.embed(TEXTS, batch_size=1), version=encoder.info.version)


if __name__ == "__main__":
    write()
