"""Shell completion: the scripts for three shells, and what they are told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DETENTE = Path(sys.executable).parent / "detente"


def completed(shell, line, **more):
    words = line.split(" ")
    environment = os.environ | {"_DETENTE_COMPLETE": f"complete_{shell}", "COLUMNS": "100"}
    if shell == "bash":
        environment |= {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    else:
        environment |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = subprocess.run([DETENTE], env=environment | more, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("detente co", ["code", "compare", "codebook"]),
        ("detente codebook RE", ["REQUEST", "REJECT", "RETREAT"]),
        ("detente import gd", ["gdelt", "gdelt1", "gdelt-mentions"]),
        ("detente benchmark pl", ["places"]),
        ("detente query --format ", ["table", "csv", "json"]),
        ("detente brief --sent", ["--sentences"]),
    ],
)
def test_bash_is_offered_commands_options_and_our_words(line, offered):
    assert sorted(completed("bash", line).split()) == sorted(offered)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_zsh_and_fish_are_offered_commands_with_their_help(shell):
    told = completed(shell, "detente bri")
    assert "brief" in told
    assert "who did what to whom" in told


@pytest.mark.parametrize(
    ("shell", "words"),
    [("bash", "complete -o default"), ("zsh", "#compdef detente"), ("fish", "complete --command detente")],
)
def test_each_shell_has_a_script(shell, words):
    environment = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(
        [DETENTE, "--show-completion", shell], env=environment, capture_output=True, text=True, check=True
    )
    assert words in done.stdout
