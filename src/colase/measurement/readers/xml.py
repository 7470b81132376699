"""XML from strangers: no document types, no entities, one sentence for what is not well formed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .content import UnreadableError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def parsed(content: bytes) -> Element:
    """Return the root element; names lose their namespaces.

    Raises
    ------
    UnreadableError
        If it is not well formed, or declares entities (which can grow without bound).
    """
    from xml.etree import ElementTree

    plain = content.replace(b"\0", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise UnreadableError("its XML declares entities, which no instrument does")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise UnreadableError(f"its XML is damaged ({str(problem)[:60]})") from None
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    return root
