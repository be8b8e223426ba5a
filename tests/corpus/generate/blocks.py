"""The pieces that a document is made of. Strings are paragraphs; everything may hold marks."""

from dataclasses import dataclass, field


@dataclass
class H:
    """A heading."""

    text: str
    level: int = 2


@dataclass
class UL:
    """A list."""

    items: list
    ordered: bool = False


@dataclass
class Br:
    """Lines parted by <br> alone."""

    lines: list


@dataclass
class Raw:
    """Markup as it stands (other media show its text)."""

    html: str


@dataclass
class Note:
    """A note under a table or an article."""

    text: str


@dataclass
class Cell:
    """A cell that spans rows or columns."""

    text: str
    rows: int = 1
    cols: int = 1


@dataclass
class T:
    """A table. None stands where a span covers the slot. `unit` is the line above it, right-aligned."""

    rows: list
    caption: str = ""
    unit: str = ""
    head: int = 1
    note: str = ""
    widths: list = field(default_factory=list)
    caption_inside: bool = False


@dataclass
class Sheet:
    """A sheet of a workbook."""

    name: str
    blocks: list
    hidden: bool = False


def walk(blocks, marker):
    """Takes the marks of all blocks, in order; returns the same blocks with visible text."""
    out = []
    for b in blocks:
        if isinstance(b, str):
            out.append(marker.take(b))
        elif isinstance(b, H):
            out.append(H(marker.take(b.text), b.level))
        elif isinstance(b, UL):
            out.append(UL([marker.take(i) for i in b.items], b.ordered))
        elif isinstance(b, Br):
            out.append(Br([marker.take(i) for i in b.lines]))
        elif isinstance(b, Raw):
            out.append(Raw(marker.take(b.html)))
        elif isinstance(b, Note):
            out.append(Note(marker.take(b.text)))
        elif isinstance(b, Sheet):
            out.append(Sheet(b.name, walk(b.blocks, marker), b.hidden))
        elif isinstance(b, T):
            caption, unit = marker.take(b.caption), marker.take(b.unit)
            rows = [[_cell(c, marker) for c in r] for r in b.rows]
            out.append(T(rows, caption, unit, b.head, marker.take(b.note), b.widths, b.caption_inside))
        else:
            raise TypeError(b)
    return out


def _cell(cell, marker):
    if cell is None:
        return None
    if isinstance(cell, Cell):
        return Cell(marker.take(cell.text), cell.rows, cell.cols)
    return marker.take(str(cell))
