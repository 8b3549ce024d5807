"""XML parts parsed without entities, without document types, without the network."""

from lxml import etree

from .outcome import Refusal, UnreadableFile


def parse(data: bytes) -> "etree._Element":
    """The root of a part; a document type is refused, since only attacks put one into an office document."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(Refusal.DAMAGED) from error
    if root is None or etree.ElementTree(root).docinfo.internalDTD is not None:
        raise UnreadableFile(Refusal.DAMAGED)
    return root


def local(element: "etree._Element") -> str:
    """The name of an element without its namespace: strict and transitional documents differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: "etree._Element | None", name: str) -> "etree._Element | None":
    """The first child of that name."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)


def value(element: "etree._Element | None", name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(held) for key, held in element.attrib.items() if str(key).rpartition("}")[2] == name), None)
