"""Trying to break Détente: fuzzing, long runs over changed reports, stops at any moment. See fuzz/README.md."""
