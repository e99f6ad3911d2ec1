"""Users' dictionaries in PETRARCH's format: actors with synonyms and dated codes, agents with plurals and substitutions.

The field's stock dictionaries have a slip here and there among thousands of lines. A line that cannot be read is ignored
with a warning (`IgnoredLine`) where such lines are rare; where they are not, it is another kind of file, and refused.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from detente.codebook.actors import Entry, RoleEntry
from detente.errors import IgnoredLine, MalformedCodebook

__all__ = ["read_actors", "read_agents"]

Dated = tuple[str, str, str]  # a code, from, to

CODE = re.compile(r"\[\s*([^\[\]\s]*)\s*([^\[\]]*)\]")
DATES = re.compile(r"^(?:([<>])\s*(\d{6,8})|(\d{6,8})\s*-\s*(\d{6,8}))$")
SUBSTITUTION = re.compile(r"^!(\w+)!\s*=\s*(.+)$")
NOBODY = "---"
RARE = 100  # one line in so many may be malformed


class _Slips:
    """Lines that cannot be read, kept until it is known how many there are."""

    def __init__(self, path: Path) -> None:
        self.path, self.lines = path, 0
        self.found: list[MalformedCodebook] = []

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep the error of a line, and go on with the next."""
        try:
            yield
        except MalformedCodebook as error:
            self.found.append(error)

    def settle(self) -> None:
        """Warn of each ignored line. Raises MalformedCodebook, the first, where they are not rare."""
        if len(self.found) * RARE > self.lines:
            raise self.found[0]
        for error in self.found:
            warnings.warn(f"{error.where}: {error.message}; the line is ignored", IgnoredLine, stacklevel=4)


def read_actors(path: Path) -> list[tuple[str, Entry]]:
    """Names with their entries, in the order of the file. Raises MalformedCodebook with the line."""
    out: list[tuple[str, Entry]] = []
    names: list[str] = []
    codes: list[Dated] = []
    slips = _Slips(path)
    for number, line in _lines(path):
        where = f"{path}:{number}"
        slips.lines += 1
        with slips.kept():
            if line.startswith("+"):
                names.append(_name(line[1:], where))
            elif line[:1] in " \t" and "[" in line:
                codes += _codes(line, where)
            else:
                out += _entries(names, codes, path)
                names, codes = [], []
                names.append(_name(line, where))
                codes += _codes(line, where)
    slips.settle()
    return [*out, *_entries(names, codes, path)]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedCodebook(
            "the dictionary cannot be read", where=str(path), hint="give a UTF-8 text file"
        ) from error
    comment = False
    for number, line in enumerate(text.splitlines(), 1):
        opens, closes = "<!--" in line, "-->" in line
        if opens or comment:
            comment = not closes
            continue
        content = re.split(r"(?<!\w)#|\s;", line)[0].rstrip()
        if content.strip():
            yield number, content


def _name(line: str, where: str) -> str:
    name = re.split(r"[\[{]", line)[0].strip()
    if not name:
        raise MalformedCodebook("the line has no name", where=where, hint="write NAME [CODE]")
    return name


def _codes(line: str, where: str) -> list[Dated]:
    """(code, from, to) of each bracket."""
    if line.count("[") != line.count("]"):
        raise MalformedCodebook("a bracket is not closed", where=where, hint="write NAME [CODE]")
    out = []
    for code, dates in CODE.findall(line):
        since, until = _dates(dates.strip(), where) if dates.strip() else ("", "")
        out.append((code.upper(), since, until))
    return out


def _dates(text: str, where: str) -> tuple[str, str]:
    found = DATES.match(text)
    if not found:
        raise MalformedCodebook(
            f"cannot read the dates {text!r}", where=where, hint="write 770101-120812, <770101 or >120812"
        )
    if found[1]:
        return ("", _iso(found[2])) if found[1] == "<" else (_iso(found[2]), "")
    return _iso(found[3]), _iso(found[4])


def _iso(digits: str) -> str:
    """Two-digit years from 30 on are of the last century, as in PETRARCH."""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) >= 30 else "20") + digits
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def _entries(names: list[str], codes: list[Dated], path: Path) -> Iterator[tuple[str, Entry]]:
    for name in names:
        # without a closing underscore the last word is a stem: ARGENTIN also names the Argentines
        alias = name.replace("_", " ").strip() + ("" if name.endswith("_") or " " in name or "_" in name else "*")
        for code, since, until in codes:
            if not code or code == NOBODY:
                continue
            yield (
                alias,
                Entry(
                    name=name.strip("_").replace("_", " ").title(),
                    kind="state" if len(code) == 3 else "organisation",
                    country=code[:3],
                    sector=code[3:] or None,
                    code=code,
                    title=None,
                    basis=f"{path.name}: {name}",
                    since=since,
                    until=until,
                    theirs=True,
                ),
            )


def read_agents(path: Path) -> list[RoleEntry]:
    """Agents as roles: `[~GOV]` gives the sector that is put after the country. Raises MalformedCodebook with the line."""
    substitutions: dict[str, list[str]] = {}
    out: list[RoleEntry] = []
    slips = _Slips(path)
    for number, line in _lines(path):
        slips.lines += 1
        found = SUBSTITUTION.match(line.strip())
        if found:
            substitutions[found[1]] = [w.strip() for w in found[2].split(",")]
            continue
        with slips.kept():
            out += _agents(line, substitutions, f"{path}:{number}")
    slips.settle()
    return out


def _agents(line: str, substitutions: dict[str, list[str]], where: str) -> Iterator[RoleEntry]:
    """The roles that a line names, in the singular and the plural."""
    codes = _codes(line, where)
    if not codes:
        raise MalformedCodebook("the agent has no code", where=where, hint="write POLICE {} [~COP]")
    for phrase in [*_substituted(_name(line, where), substitutions, where), *_plurals(line)]:
        words = phrase.replace("_", " ").replace("-", " - ").lower().split()
        yield _role(" ".join(words), codes[0][0])


def _plurals(line: str) -> list[str]:
    """The irregular plurals between braces: `GOLDEN_GOOSE {GOLDEN_GEESE}`."""
    found = re.search(r"\{([^}]*)\}", line)
    return [w.strip() for w in found[1].split(",") if w.strip()] if found else []


def _role(phrase: str, code: str) -> RoleEntry:
    """`~GOV` is put after the country, `NGO~` before it."""
    before, _, after = code.rpartition("~")
    return RoleEntry(phrase, after, "group", before, theirs=True)


def _substituted(name: str, substitutions: dict[str, list[str]], where: str) -> Iterator[str]:
    keys = re.findall(r"!(\w+)!", name)
    for key in keys:
        if key not in substitutions:
            raise MalformedCodebook(
                f"no substitution is called !{key}!", where=where, hint=f"define !{key}! = A, B first"
            )
    for words in product(*(substitutions[k] for k in keys)):
        text = name
        for key, word in zip(keys, words, strict=True):
            text = text.replace(f"!{key}!", word, 1)
        yield text
