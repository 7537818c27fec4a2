"""Choosing what a model runs on: CUDA where it works, else the CPU, and saying which it got."""

import ctypes
import ctypes.util
import logging
import sys
from dataclasses import dataclass
from functools import cache

log = logging.getLogger(__name__)
CUDA, CPU = "CUDA", "CPU"


@dataclass(frozen=True)
class ProviderChoice:
    """The provider to ask for, and why."""

    name: str
    reason: str


@cache
def choose_provider() -> ProviderChoice:
    """CUDA where an NVIDIA driver is loaded, else the CPU.

    Asking for CUDA without a driver only costs time and error messages. Whether a session really got it is asked of the
    session, since onnxruntime falls back without raising.
    """
    library = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        driver = ctypes.CDLL(library)
    except OSError:
        return ProviderChoice(CPU, f"no NVIDIA driver ({library})")
    devices = ctypes.c_int(0)
    if driver.cuInit(0) != 0 or driver.cuDeviceGetCount(ctypes.byref(devices)) != 0 or devices.value == 0:
        return ProviderChoice(CPU, "the NVIDIA driver has no usable GPU")
    return ProviderChoice(CUDA, f"{devices.value} GPU")


def session_providers(choice: ProviderChoice) -> list[str]:
    """The provider list for an onnxruntime session."""
    return [*(["CUDAExecutionProvider"] if choice.name == CUDA else []), "CPUExecutionProvider"]


def short_name(providers: list[str]) -> str:
    """What a session says it runs on, as one word."""
    return providers[0].removesuffix("ExecutionProvider") if providers else CPU
