"""What a model is asked to run on, and what it says that it got."""

import ctypes.util

from models_onnx.providers import CPU, CUDA, ProviderChoice, choose_provider, session_providers, short_name


def test_cuda_is_chosen_only_where_a_driver_is_loaded():
    choice = choose_provider()
    assert choice.reason
    if ctypes.util.find_library("cuda") is None:
        assert choice.name == CPU
        assert "driver" in choice.reason
    else:
        assert choice.name in {CPU, CUDA}


def test_the_cpu_always_stands_behind_the_choice():
    assert session_providers(ProviderChoice(CPU, "")) == ["CPUExecutionProvider"]
    assert session_providers(ProviderChoice(CUDA, "")) == ["CUDAExecutionProvider", "CPUExecutionProvider"]


def test_a_session_is_asked_what_it_got():
    assert short_name(["CPUExecutionProvider"]) == CPU
    assert short_name(["CUDAExecutionProvider", "CPUExecutionProvider"]) == CUDA
    assert short_name([]) == CPU


def test_s38_the_encoder_runs_on_what_there_is(encoder):
    wanted = choose_provider().name
    assert encoder.info.provider in {wanted, CPU}
