"""Tunes the encoder's layers on customers' questions and writes `models_onnx/artefacts/encoder-layers.npz`.

    .venv-build/bin/python build/train_encoder.py --questions select.txt --pairs sts.txt [--steps N]

Learned at once: texts of one group lie together and apart from every other group's, also of the same intent (contrastive);
the intent can be read off (cross-entropy); graded pairs keep their order (CoSENT). The vocabulary's rows stay as they are, so the
artefact holds the layers alone: int8 with a scale per output, which is what the int8 graph keeps of them anyway. At the end the
tuned weights are mixed with the original ones: what was learned stays, and so does what the original knew of other texts.
"""

import argparse
import math
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import torch
from augment import with_noise
from encoder import SentenceEncoder, keep_rows, load_encoder
from fetch import fetch
from progress import report
from sentencepiece import SentencePieceProcessor
from sources import ENCODER_TOKENIZER, ENCODER_WEIGHTS
from torch import Tensor, nn
from training_texts import LABELS, Pair, Question, Rewording, pairs, questions, rewordings, utterances
from tuned_layers import ARTEFACT, save_layers
from vocabulary import prune

from appliance.base.paths import models_dir
from models_onnx.encoder import MAX_TOKENS, PREFIX

SEED = 20_261_125
STEPS = 2200
WARM_UP = 0.06
LAYER_RATE, HEAD_RATE = 8e-5, 2e-3
WEIGHT_DECAY = 0.01
TEMPERATURE = 0.05
COSENT_SCALE = 20.0
HEAD_SCALE = 12.0
# Texts per step: groups × texts of each, topics × questions of each, utterances, graded pairs.
GROUPS, TEXTS_EACH = 18, 3
TOPICS, QUESTIONS_EACH = 8, 2
UTTERANCES, PAIRS = 56, 6
WEIGHTS = {"groups": 1.0, "topics": 0.6, "intents": 1.0, "pairs": 0.3}
# Texts that go through the network together.
TOGETHER = 32
# The share of the tuned weights in the mix that is kept.
MIX = 0.85
SAVE_EVERY = 200


@dataclass
class Texts:
    """What is learned from."""

    groups: list[Rewording]
    utterances: list[tuple[str, str]]
    questions: list[Question]
    pairs: list[Pair]


@dataclass
class Batch:
    """One step's texts, in the order of the slices that the losses take."""

    texts: list[str]
    group_of: Tensor
    topic_of: Tensor
    intent_of: Tensor
    likeness: Tensor


class Sampler:
    """Draws batches; half of the groups come from few intents, so that what is alike in topic is told apart."""

    def __init__(self, texts: Texts, labels: list[str], chance: random.Random) -> None:
        self._texts, self._labels, self._chance = texts, labels, chance
        self._by_intent: dict[str, list[int]] = defaultdict(list)
        for number, group in enumerate(texts.groups):
            self._by_intent[group.intent].append(number)
        self._by_topic: dict[str, list[str]] = defaultdict(list)
        for question in texts.questions:
            self._by_topic[question.label].append(question.text)

    def batch(self) -> Batch:
        """The next batch."""
        chance = self._chance
        texts: list[str] = []
        groups: list[int] = []
        topics: list[int] = []
        intents: list[int] = []
        near = chance.sample(sorted(self._by_intent), min(3, len(self._by_intent)))
        close = [number for intent in near for number in self._by_intent[intent]]
        chosen = set(chance.sample(close, min(GROUPS // 2, len(close))))
        while len(chosen) < min(GROUPS, len(self._texts.groups)):
            chosen.add(chance.randrange(len(self._texts.groups)))
        for number in sorted(chosen):
            group = self._texts.groups[number]
            for text in chance.sample(group.texts, min(TEXTS_EACH, len(group.texts))):
                texts.append(with_noise(text, chance))
                groups.append(number)
                topics.append(-1)
                intents.append(self._labels.index(group.intent))
        names = sorted(self._by_topic)
        for topic in chance.sample(range(len(names)), min(TOPICS, len(names))):
            for text in chance.sample(self._by_topic[names[topic]], QUESTIONS_EACH):
                texts.append(with_noise(text, chance))
                groups.append(-1)
                topics.append(topic)
                intents.append(self._labels.index(LABELS[names[topic]]) if names[topic] in LABELS else -1)
        for text, intent in chance.sample(self._texts.utterances, UTTERANCES):
            texts.append(with_noise(text, chance))
            groups.append(-1)
            topics.append(-1)
            intents.append(self._labels.index(intent))
        graded = chance.sample(self._texts.pairs, min(PAIRS, len(self._texts.pairs)))
        texts += [text for pair in graded for text in (pair.left, pair.right)]
        rest = [-1] * (2 * len(graded))
        return Batch(
            texts,
            torch.tensor(groups + rest),
            torch.tensor(topics + rest),
            torch.tensor(intents + rest),
            torch.tensor([pair.likeness for pair in graded]),
        )


class Tokens:
    """Tokenises as the appliance does."""

    def __init__(self, model: bytes) -> None:
        self._pieces = SentencePieceProcessor(model_proto=model)

    def __call__(self, texts: list[str]) -> dict[str, Tensor]:
        """Padded ids and mask, int64 (n, tokens)."""
        rows = [
            [
                self._pieces.bos_id(),
                *self._pieces.encode(PREFIX + text.rstrip())[: MAX_TOKENS - 2],
                self._pieces.eos_id(),
            ]
            for text in texts
        ]
        longest = max(map(len, rows))
        ids = torch.full((len(rows), longest), self._pieces.pad_id())
        mask = torch.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = torch.tensor(row)
            mask[place, : len(row)] = 1
        return {"input_ids": ids, "attention_mask": mask}


def contrastive(similarity: Tensor, names: Tensor) -> Tensor:
    """Supervised contrastive loss among the texts that have a name (≥ 0): one name together, other names apart."""
    kept = names >= 0
    if int(kept.sum()) < 2:  # noqa: PLR2004 - a pair
        return similarity.new_zeros(())
    scores, names = similarity[kept][:, kept] / TEMPERATURE, names[kept]
    itself = torch.eye(len(names), dtype=torch.bool)
    same = (names[:, None] == names[None, :]) & ~itself
    chances = torch.log_softmax(scores.masked_fill(itself, -1e4), dim=1)
    having = same.any(1)
    return -(chances.masked_fill(~same, 0).sum(1)[having] / same.sum(1)[having]).mean()


def cosent(similarity: Tensor, likeness: Tensor) -> Tensor:
    """CoSENT: a pair graded higher than another is to be more similar than it."""
    if len(likeness) < 2:  # noqa: PLR2004 - an order needs two
        return similarity.new_zeros(())
    gaps = (similarity[None, :] - similarity[:, None]) * COSENT_SCALE
    wrong = gaps[likeness[:, None] > likeness[None, :]]
    return torch.logsumexp(torch.cat([wrong.new_zeros(1), wrong]), 0)


class Training:
    """The network with a head for intents, its optimiser, and one step."""

    def __init__(self, model: SentenceEncoder, classes: int, steps: int) -> None:
        self.model, self._steps = model, steps
        model.embeddings.word_embeddings.weight.requires_grad_(False)
        self._head = nn.Linear(model.config.hidden_size, classes)
        layers = [parameter for parameter in model.parameters() if parameter.requires_grad]
        self.optimiser = torch.optim.AdamW(
            [{"params": layers, "lr": LAYER_RATE}, {"params": self._head.parameters(), "lr": HEAD_RATE}],
            weight_decay=WEIGHT_DECAY,
        )
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimiser, self._rate)

    def _rate(self, step: int) -> float:
        warm = WARM_UP * self._steps
        if step < warm:
            return (step + 1) / warm
        return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(self._steps - warm, 1)))

    def step(self, batch: Batch, tokens: Tokens) -> dict[str, float]:
        """Learn from one batch; returns each loss."""
        self.model.train()
        vectors = self._embed(batch.texts, tokens)
        similarity = vectors @ vectors.T
        graded = vectors[len(vectors) - 2 * len(batch.likeness) :]
        known = batch.intent_of >= 0
        losses = {
            "groups": contrastive(similarity, batch.group_of),
            "topics": contrastive(similarity, batch.topic_of),
            "intents": nn.functional.cross_entropy(self._head(HEAD_SCALE * vectors[known]), batch.intent_of[known]),
            "pairs": cosent((graded[0::2] * graded[1::2]).sum(1), batch.likeness),
        }
        self.optimiser.zero_grad()
        torch.stack([WEIGHTS[name] * loss for name, loss in losses.items()]).sum().backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.schedule.step()
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def _embed(self, texts: list[str], tokens: Tokens) -> Tensor:
        """float32 (n, hidden); texts of like length are computed together, so that little is padded."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        parts = [order[start : start + TOGETHER] for start in range(0, len(order), TOGETHER)]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = [self.model(**tokens([texts[place] for place in part]))["embedding"] for part in parts]
        return torch.cat(vectors).float()[torch.argsort(torch.tensor(order))]

    def state(self) -> dict[str, object]:
        """What a run that was cut off needs to go on."""
        return {
            "model": self.model.state_dict(),
            "head": self._head.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule.state_dict(),
        }

    def restore(self, state: dict[str, dict[str, object]]) -> None:
        """Go on from `state`."""
        self.model.load_state_dict(state["model"])
        self._head.load_state_dict(state["head"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.schedule.load_state_dict(state["schedule"])


def mixed(tuned: dict[str, Tensor], original: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """`share` of the tuned weights and the rest of the original ones."""
    return {name: share * tuned[name] + (1 - share) * original[name] for name in tuned}


def main() -> None:
    """Train, mix, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, help="labelled questions in the format of JDDC's select.txt")
    parser.add_argument("--pairs", type=Path, help="graded pairs in the format of JDDC's sts.txt")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument(
        "--fold", type=int, help="leave out the labels of this fifth of --questions, to measure on them"
    )
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument(
        "--checkpoint", type=Path, default=models_dir() / ".training.pt", help="to go on from when cut off"
    )
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    texts = Texts(
        [group for group in rewordings() if not group.held_out],
        utterances(),
        training_questions(arguments.questions, arguments.fold),
        pairs(arguments.pairs) if arguments.pairs else [],
    )
    for name in ("questions", "pairs"):
        if not getattr(texts, name):
            print(f"without {name}: the encoder will be weaker on real customers' words", file=sys.stderr)
    work = models_dir() / ".work"
    model = load_encoder(fetch(ENCODER_WEIGHTS, work))
    vocabulary = prune(fetch(ENCODER_TOKENIZER, work))
    keep_rows(model, vocabulary)
    original = {name: value.clone() for name, value in model.state_dict().items()}
    labels = sorted({intent for _, intent in texts.utterances} | {group.intent for group in texts.groups})
    training = Training(model, len(labels), arguments.steps)
    run(training, Sampler(texts, labels, random.Random(SEED)), Tokens(vocabulary.model), arguments)
    save_layers(arguments.out, mixed(model.state_dict(), original, MIX))
    arguments.checkpoint.unlink(missing_ok=True)
    report(f"{arguments.out.name}: {arguments.out.stat().st_size / 1e6:.1f} MB", 1, 1)


def training_questions(path: Path | None, fold: int | None) -> list[Question]:
    """The questions to learn from; with a fold, those of the labels outside it."""
    if path is None:
        return []
    found = questions(path)
    if fold is None:
        return found
    left_out = set(sorted({question.label for question in found})[fold::5])
    return [question for question in found if question.label not in left_out]


def run(training: Training, sampler: Sampler, tokens: Tokens, arguments: argparse.Namespace) -> None:
    """Every step that is not done yet."""
    done = 0
    if arguments.checkpoint.exists():
        state = torch.load(arguments.checkpoint, weights_only=True)
        training.restore(state["training"])
        done = state["done"]
    began = time.monotonic()
    sums: dict[str, float] = defaultdict(float)
    for step in range(1, arguments.steps + 1):
        batch = sampler.batch()
        if step <= done:
            continue
        for name, loss in training.step(batch, tokens).items():
            sums[name] += loss
        if step % 20 == 0:
            means = " ".join(f"{name} {value / 20:.3f}" for name, value in sums.items())
            report(f"step {step}, {time.monotonic() - began:.0f} s: {means}", step, arguments.steps)
            sums.clear()
        if step % SAVE_EVERY == 0:
            torch.save({"done": step, "training": training.state()}, arguments.checkpoint)


if __name__ == "__main__":
    main()
