"""The field's tasks, one function each: a row of input to a row of prediction."""

from detente.benchmarks.run import TASKS, run_benchmark

__all__ = ["TASKS", "run_benchmark"]
