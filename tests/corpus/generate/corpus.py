"""Collects the documents of one part and writes them with their tables."""

import csv
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import files
from blocks import walk
from marks import ALIASES, Marker, UNITS

ENDINGS = {"html": "html", "pdf": "pdf", "xlsx": "xlsx", "xls": "xls", "docx": "docx", "csv": "csv", "text": "txt", "zip": "zip"}


@dataclass
class Doc:
    """One document. `published` is empty where nothing tells the date."""

    name: str
    published: str
    title: str
    blocks: list
    media: str = "html"
    layout: str = "trs"
    lang: str = "zh"
    tier: str = "1"
    charset: str = "utf-8"
    label: str = ""
    source: str = "示范统计局"
    related: list = field(default_factory=list)
    site_suffix: str = ""
    html_lang: str = ""
    html_edit: object = None
    byline: list = field(default_factory=list)
    furniture: str = ""
    size: float = 12
    euc: bool = False
    gap: int = 2
    delimiter: str = ","
    numbers_as_text: bool = False
    members: list = field(default_factory=list)
    forbid: list = field(default_factory=list)
    targets: bool = False


class Part:
    """One part of the corpus: dev or held-out."""

    def __init__(self, name):
        self.name = name
        self.docs = []

    def add(self, name, published, title, blocks, **options):
        self.docs.append(Doc(name, published, title, blocks, **options))

    def write(self, root):
        folder = Path(root) / self.name
        documents = folder / "documents"
        shutil.rmtree(documents, ignore_errors=True)
        documents.mkdir(parents=True)
        labels, forbidden, optional, sources = [], [], [], []
        for d in self.docs:
            file = f"documents/{d.name}.{ENDINGS[d.media]}"
            marker = Marker(file, d.published, d.targets)
            self._take(d, marker)
            for alias, value, period, why in d.forbid:
                marker.forbidden.append((file, ALIASES[alias], value, period, why))
            _consistent(marker)
            (folder / file).write_bytes(files.write(d))
            labels += marker.labels
            forbidden += marker.forbidden
            optional += [o for o in dict.fromkeys(marker.optional) if o[:4] + o[5:] not in {l[:4] + l[5:6] for l in marker.labels}]
            sources.append((file, d.published, d.media, _charset(d), d.lang, d.tier))
        _table(folder / "labels.csv", "file,indicator,role,value,unit,period,comparison,quote", labels)
        _table(folder / "forbidden.csv", "file,indicator,value,period,why", forbidden)
        _table(folder / "optional.csv", "file,indicator,role,value,unit,period", optional)
        _table(folder / "sources.csv", "file,published,media,charset,language,tier", sources)
        return len(self.docs), len(labels), len(forbidden), len(optional)

    def _take(self, d, marker):
        if d.media == "zip":
            for _name, member in d.members:
                self._take(member, marker)
            return
        d.title = marker.take(d.title)
        d.blocks = walk(d.blocks, marker)
        d.related = [marker.take(r) for r in d.related]


def _charset(d):
    if d.media in ("html", "csv", "text"):
        return {"utf-8-bom": "utf-8", "utf-16": "utf-16le"}.get(d.charset, d.charset)
    return ""


def _consistent(marker):
    """A key is labelled once, and nothing forbidden is labelled or optional."""
    seen = {}
    for l in marker.labels:
        key = (l[1], l[2], l[5])
        if key in seen:
            raise ValueError(f"{marker.name}: {key} labelled twice: {seen[key]} and {l[3]}")
        seen[key] = l[3]
        if UNITS.get(l[1], "count") != l[4] and l[2] == "level":
            raise ValueError(f"{marker.name}: unit of {l}")
    for f in marker.forbidden:
        for l in marker.labels + marker.optional:
            if l[2] != "target" and f[1] == l[1] and f[2] in ("*", l[3]) and f[3] in ("", l[5]):
                raise ValueError(f"{marker.name}: {f} forbids {l}")


def _table(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
