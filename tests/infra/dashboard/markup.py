"""A page's HTML as a test looks at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "img", "br", "hr"})
SVG_VOID = frozenset({"rect", "line", "circle", "path", "polyline", "image"})


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None]
    parents: tuple[str, ...]
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """Elements in their order, with all text inside each."""

    elements: list[Element] = field(default_factory=list)
    stack: list[Element] = field(default_factory=list)

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.stack = [], []
        self.feed(html)
        self.close()
        assert not self.stack, f"not closed: {[one.name for one in self.stack]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, dict(attrs), tuple(parent.name for parent in self.stack))
        self.elements.append(one)
        if tag not in VOID:
            self.stack.append(one)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(p.name for p in self.stack)))

    def handle_endtag(self, tag: str) -> None:
        # `li`, `td` and their like may be closed by what follows; the dashboard closes all.
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack[-1].name == tag, f"</{tag}> closes <{self.stack[-1].name}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        for one in self.stack:
            one.text += data

    def all(self, name: str, /, **attributes: str) -> list[Element]:
        return [
            one
            for one in self.elements
            if one.name == name
            and all(
                one.attributes.get(key.rstrip("_")) == value for key, value in attributes.items()
            )
        ]

    def text(self) -> str:
        return next(one.text for one in self.elements if one.name == "body")

    def hrefs(self) -> list[str]:
        return [one.attributes["href"] or "" for one in self.elements if "href" in one.attributes]


def boxes(markup: Markup, key: str) -> list[dict[str, float]]:
    """The boxes on the page that belong to an item."""
    return [
        {name: float(one.attributes[name] or 0) for name in ("x", "y", "width", "height")}
        for one in markup.all("rect")
        if key in (one.attributes.get("data-keys") or "").split()
    ]
