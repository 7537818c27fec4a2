"""What the appliance understands, measured beside others in one run: `make bench-understanding`.

The package runs in `.venv-bench`; `baselines` and `folds`, which need torch's exporter and the network, in `.venv-build`.
"""
