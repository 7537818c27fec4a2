"""SetFit: the untuned network tuned on pairs of a few labelled examples, then logistic regression on its embeddings.

Imported by who uses it, when it is used: what it stands on takes seconds to load.
"""

import time
import warnings
from typing import Any

from datasets import Dataset, disable_progress_bars
from progress import report
from sentence_transformers import SentenceTransformer, models
from setfit import SetFitModel, Trainer, TrainingArguments
from setfit import logging as setfit_logging
from sklearn.linear_model import LogisticRegression
from transformers import PrinterCallback, ProgressCallback, TrainerCallback
from transformers import logging as transformers_logging

from models_onnx.encoder import MAX_TOKENS, PREFIX
from understanding_bench.answers import MOST_STEPS
from understanding_bench.places import TORCH, bench_dir

PROGRESS_EVERY = 10


class Steps(TrainerCallback):
    """Reports the steps done, in the bench's own way."""

    def on_step_end(self, _arguments: Any, state: Any, _control: Any, **_: Any) -> None:
        """After every step."""
        if state.global_step % PROGRESS_EVERY == 0:
            report("SetFit: steps", state.global_step, state.max_steps)


def setfit(train: list[tuple[str, str]], texts: list[str], *, pairs: int, steps: int) -> tuple[list[str], float]:
    """Tune the network in steps of so many pairs, fit, and classify.

    Returns:
        The intents found for `texts`, and the seconds from the loaded network to the fitted classifier.
    """
    _silence()
    network = models.Transformer(str(bench_dir() / TORCH), max_seq_length=MAX_TOKENS)
    pooling = models.Pooling(network.get_embedding_dimension(), pooling_mode="mean")
    body = SentenceTransformer(modules=[network, pooling, models.Normalize()], device="cpu")
    model = SetFitModel(model_body=body, model_head=LogisticRegression(max_iter=MOST_STEPS))
    examples = Dataset.from_dict({"text": [PREFIX + text for text, _ in train], "label": [name for _, name in train]})
    options = TrainingArguments(batch_size=pairs, max_steps=steps, show_progress_bar=False, report_to="none")
    trainer = Trainer(model=model, args=options, train_dataset=examples, callbacks=[Steps()])
    for callback in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(callback)
    began = time.perf_counter()
    trainer.train()
    seconds = time.perf_counter() - began
    return [str(name) for name in model.predict([PREFIX + text for text in texts])], seconds


def _silence() -> None:
    """Leave standard output to the tables."""
    disable_progress_bars()
    setfit_logging.set_verbosity_error()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    # torch asks for pinned memory also where there is no accelerator.
    warnings.filterwarnings("ignore", message=".*pin_memory.*")
