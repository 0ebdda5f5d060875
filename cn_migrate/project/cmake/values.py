"""CMake's commands that compute with variables: `set`'s cousins `list`, `string` and `get_filename_component`.

Each takes the words after the command's name and the variables, and changes the variables as
`cmake-commands(7)` says; a sub-command that is not in the tables changes nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath

Variables = dict[str, str]


def change_list(words: list[str], variables: Variables) -> None:
    """`list(SUB-COMMAND name ...)`."""
    if len(words) < 2 or words[0] not in _LISTS:
        return
    items = [item for item in variables.get(words[1], "").split(";") if item]
    result = _LISTS[words[0]](items, words[2:])
    if isinstance(result, list):
        variables[words[1]] = ";".join(result)
    elif len(words) > 2:
        variables[words[-1]] = result


def _removed(items: list[str], words: list[str]) -> list[str]:
    return [item for item in items if item not in words]


def _filtered(items: list[str], words: list[str]) -> list[str]:
    mode, _, pattern = (*words, "", "", "")[:3]
    expression = _expression(pattern)
    if expression is None:
        return items
    return [i for i in items if (expression.search(i) is None) == (mode == "EXCLUDE")]


def _transformed(items: list[str], words: list[str]) -> list[str]:
    action, text = (*words, "", "")[:2]
    if action == "PREPEND":
        return [text + item for item in items]
    return [item + text for item in items] if action == "APPEND" else items


def _picked(items: list[str], words: list[str]) -> str:
    indices = [int(w) for w in words[:-1] if w.lstrip("-").isdigit()]
    return ";".join(items[i] for i in indices if -len(items) <= i < len(items))


_LISTS: dict[str, Callable[[list[str], list[str]], list[str] | str]] = {
    "APPEND": lambda items, words: items + words,
    "PREPEND": lambda items, words: words + items,
    "REMOVE_ITEM": _removed,
    "REMOVE_DUPLICATES": lambda items, _words: list(dict.fromkeys(items)),
    "REVERSE": lambda items, _words: items[::-1],
    "SORT": lambda items, _words: sorted(items),
    "FILTER": _filtered,
    "TRANSFORM": _transformed,
    "LENGTH": lambda items, _words: str(len(items)),
    "GET": _picked,
    "JOIN": lambda items, words: (words or [""])[0].join(items),
}


def change_string(words: list[str], variables: Variables) -> None:
    """`string(SUB-COMMAND ...)`."""
    if words[:2] == ["REGEX", "REPLACE"] and len(words) >= 5:
        expression = _expression(words[2])
        if expression is not None:
            replacement = re.sub(r"\\\\(\d)", r"\\g<\1>", words[3])
            variables[words[4]] = expression.sub(replacement, "".join(words[5:]))
    elif words[:1] == ["REPLACE"] and len(words) >= 4:
        variables[words[3]] = "".join(words[4:]).replace(words[1], words[2])
    elif words[:1] == ["APPEND"] and len(words) >= 2:
        variables[words[1]] = variables.get(words[1], "") + "".join(words[2:])
    elif words[:1] == ["CONCAT"] and len(words) >= 2:
        variables[words[1]] = "".join(words[2:])
    elif len(words) == 3 and words[0] in _CASES:
        variables[words[2]] = _CASES[words[0]](words[1])


_CASES: dict[str, Callable[[str], str]] = {
    "TOLOWER": str.lower,
    "TOUPPER": str.upper,
    "STRIP": str.strip,
}


def take_filename_apart(words: list[str], variables: Variables, folder: Path) -> None:
    """`get_filename_component(name file MODE)`; paths are relative to `folder`."""
    if len(words) < 3 or words[2] not in _PARTS:
        return
    variables[words[0]] = _PARTS[words[2]](PurePosixPath(words[1]), folder)


def _directory(path: PurePosixPath, _folder: Path) -> str:
    return "" if str(path.parent) == "." else str(path.parent)


def _absolute(path: PurePosixPath, folder: Path) -> str:
    return os.path.normpath(folder / path)


_PARTS: dict[str, Callable[[PurePosixPath, Path], str]] = {
    "DIRECTORY": _directory,
    "PATH": _directory,
    "NAME": lambda path, _folder: path.name,
    "NAME_WE": lambda path, _folder: path.name.partition(".")[0],
    "NAME_WLE": lambda path, _folder: path.stem,
    "EXT": lambda path, _folder: "".join(path.suffixes),
    "LAST_EXT": lambda path, _folder: path.suffix,
    "ABSOLUTE": _absolute,
    "REALPATH": _absolute,
}


def parse_arguments(words: list[str], variables: Variables) -> None:
    """`cmake_parse_arguments(prefix options one-value multi-value arguments...)`."""
    prefix, options, single, several = (*words, "", "", "", "")[:4]
    one, many = single.split(";"), several.split(";")
    for option in filter(None, options.split(";")):
        variables[f"{prefix}_{option}"] = "FALSE"
    key = "UNPARSED_ARGUMENTS"
    for name in filter(None, (key, *one, *many)):
        variables.pop(f"{prefix}_{name}", None)
    for word in words[4:]:
        if word in options.split(";"):
            variables[f"{prefix}_{word}"] = "TRUE"
        elif word and word in (*one, *many):
            key = word
        else:
            name = f"{prefix}_{key}"
            known = variables.get(name)
            variables[name] = word if known is None else f"{known};{word}"
            key = "UNPARSED_ARGUMENTS" if key in one else key


def _expression(pattern: str) -> re.Pattern[str] | None:
    """One of CMake's regular expressions, most of which Python reads alike; None for the rest."""
    try:
        return re.compile(pattern.replace("\\\\", "\\"))
    except re.error:
        return None
