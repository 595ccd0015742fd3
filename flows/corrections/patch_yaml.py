"""YAML that people edit, as plain values with their lines: strict, and with nothing to execute.

All scalars stay text, for YAML would make the TAGS code `NO` a false and a serial `0392` a number.
Anchors, aliases, tags and repeated keys are refused: none is needed, and each can hide something.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

_KINDS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
"""The tag of a node that was given none."""
_NOTHING = frozenset({"", "~", "null"})

MOST_CHARACTERS = 1_000_000
"""About 6,000 corrections, which take 3 s to read; a longer file is none that people keep."""


class WrongYaml(Exception):
    """The text is no YAML of that kind; `line` is where, from 1."""

    def __init__(self, line: int, message: str) -> None:
        """Keep the line beside the message."""
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the list: its values, the line it begins on, and those of its keys."""

    values: dict[str, Any]
    line: int
    lines: dict[str, int]


def read_entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of a YAML list of mappings; an empty text has none.

    Raises:
        WrongYaml: it is none, or holds what is refused.
    """
    if len(text) > MOST_CHARACTERS:
        raise WrongYaml(1, f"the file is longer than {MOST_CHARACTERS:,} characters")
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise WrongYaml(mark.line + 1 if mark else 1, error.problem or "no YAML") from error
    except yaml.YAMLError as error:
        raise WrongYaml(1, str(error).partition("\n")[0]) from error
    except RecursionError as error:
        raise WrongYaml(1, "lists are nested too deep") from error
    if root is None or _is_nothing(root):
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise WrongYaml(_line(root), "a list of corrections is expected, each begun by a dash")
    seen: set[int] = {id(root)}
    return tuple(_entry(node, seen) for node in root.value)


def _entry(node: yaml.Node, seen: set[int]) -> Entry:
    values = _plain(node, seen)
    if not isinstance(values, dict) or not isinstance(node, yaml.MappingNode):
        raise WrongYaml(_line(node), "a correction is a mapping: document, cable, field, value")
    lines = {key.value: _line(key) for key, _ in node.value}
    return Entry(values=values, line=_line(node), lines=lines)


def _plain(node: yaml.Node, seen: set[int]) -> Any:
    if id(node) in seen:
        raise WrongYaml(_line(node), "an alias (*name) repeats an anchor; write the value out")
    seen.add(id(node))
    if node.tag != _KINDS[type(node)]:
        raise WrongYaml(_line(node), f"the tag {node.tag} is refused")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, seen) for item in node.value]
    return None if _is_nothing(node) else str(node.value)


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NOTHING


def _mapping(node: yaml.MappingNode, seen: set[int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = _plain(key_node, seen)
        if not isinstance(key, str):
            raise WrongYaml(_line(key_node), "a key is one word")
        if key in values:
            raise WrongYaml(_line(key_node), f"{key!r} stands here twice")
        values[key] = _plain(value_node, seen)
    return values


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
