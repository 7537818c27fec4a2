"""onnxruntime-genai's C interface through ctypes.

The package's own Python binding holds the interpreter lock for as long as the model computes: some 17 ms for a token and
0.3 s for a prompt of 100 tokens (measured with 0.18.0), in which no other thread of the engine could answer anybody. ctypes
releases the lock around every call. Only what the generator needs is declared here; see `ort_genai_c.h` of the release.
"""

import ctypes
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import onnxruntime_genai

from models_onnx.errors import ModelError

LIBRARIES = {"win32": "onnxruntime-genai.dll", "darwin": "libonnxruntime-genai.dylib"}
Handle = ctypes.c_void_p


class GenaiLibrary:
    """The shared library, loaded beside the Python package that brings it."""

    def __init__(self) -> None:
        # Importing the package has loaded onnxruntime itself, which the library below is linked against.
        folder = Path(onnxruntime_genai.__file__).parent
        self._library = ctypes.CDLL(str(folder / LIBRARIES.get(sys.platform, "libonnxruntime-genai.so")))
        self._library.OgaResultGetError.restype = ctypes.c_char_p
        self._library.OgaResultGetError.argtypes = [Handle]
        self._library.OgaGenerator_IsDone.restype = ctypes.c_bool
        self._library.OgaGenerator_IsDone.argtypes = [Handle]
        for name in ("OgaDestroyResult", "OgaDestroyModel", "OgaDestroyGeneratorParams", "OgaDestroyGenerator"):
            function = getattr(self._library, name)
            function.restype, function.argtypes = None, [Handle]

    def call(self, name: str, *arguments: Any) -> None:
        """Call a function that answers with a result, and raise what went wrong.

        Raises:
            ModelError: the library refused.
        """
        function: Callable[..., int | None] = getattr(self._library, name)
        function.restype = Handle  # type: ignore[attr-defined]
        result = function(*arguments)
        if result:
            message = self._library.OgaResultGetError(result).decode("utf-8", "replace")
            self._library.OgaDestroyResult(result)
            raise ModelError(f"The generator failed: {message}", code="generator_failed")

    def create(self, name: str, *arguments: Any) -> Handle:
        """Call a function that makes an object; the caller destroys it."""
        made = Handle()
        self.call(name, *arguments, ctypes.byref(made))
        return made

    def destroy(self, kind: str, handle: Handle) -> None:
        """Destroy an object of this kind (`Model`, `Generator`, `GeneratorParams`)."""
        getattr(self._library, f"OgaDestroy{kind}")(handle)

    def is_done(self, generator: Handle) -> bool:
        """Whether the end token was written or the length is used up."""
        return bool(self._library.OgaGenerator_IsDone(generator))

    def append(self, generator: Handle, tokens: Sequence[int]) -> None:
        """Read tokens into the generator."""
        array = (ctypes.c_int32 * len(tokens))(*tokens)
        self.call("OgaGenerator_AppendTokens", generator, array, ctypes.c_size_t(len(tokens)))

    def next_token(self, generator: Handle) -> int:
        """Write one more token and return it."""
        self.call("OgaGenerator_GenerateNextToken", generator)
        tokens, count = ctypes.POINTER(ctypes.c_int32)(), ctypes.c_size_t()
        self.call("OgaGenerator_GetNextTokens", generator, ctypes.byref(tokens), ctypes.byref(count))
        return int(tokens[0])

    def rewind(self, generator: Handle, length: int) -> None:
        """Forget everything after the first `length` tokens."""
        self.call("OgaGenerator_RewindTo", generator, ctypes.c_size_t(length))
