"""Writes one document in its medium, the same bytes every time."""

import csv
import datetime
import io
import zipfile

import docx
import openpyxl
import xlwt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFont, UnicodeCIDFont
from reportlab.pdfgen import canvas

import pages
from blocks import Br, Cell, H, Note, Raw, Sheet, T, UL

for font in ("STSong-Light",):
    pdfmetrics.registerFont(UnicodeCIDFont(font))
FIXED = (2020, 1, 1, 0, 0, 0)


def write(d):
    """The bytes of a document."""
    return {"html": _html, "pdf": _pdf, "xlsx": _xlsx, "xls": _xls, "docx": _docx, "csv": _csv, "text": _text,
            "zip": _zip}[d.media](d)


def _html(d):
    page = pages.LAYOUTS[d.layout](d, d.label or d.charset)
    if d.html_edit:
        page = d.html_edit(page)
    return _encode(page, d.charset, "xmlcharrefreplace")


def _encode(text, charset, errors="strict"):
    if charset == "utf-8-bom":
        return b"\xef\xbb\xbf" + text.encode("utf-8")
    if charset == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    return text.encode(charset, errors)


def _lines(blocks, traditional=False):
    """The blocks as lines of text."""
    for b in blocks:
        if isinstance(b, T):
            if b.caption:
                yield b.caption
            if b.unit:
                yield b.unit
            for row in _grid(b):
                yield "\t".join(row)
            if b.note:
                yield b.note
        elif isinstance(b, UL):
            for n, i in enumerate(b.items, 1):
                yield (f"{n}. " if b.ordered else "· ") + i
        elif isinstance(b, Br):
            yield from b.lines
        elif isinstance(b, Sheet):
            yield from _lines(b.blocks)
        else:
            yield b if isinstance(b, str) else b.html if isinstance(b, Raw) else b.text


def _grid(t):
    """The rows as texts, spans left empty."""
    width = max(sum(1 for _ in r) for r in t.rows)
    for row in t.rows:
        texts = ["" if c is None else c.text if isinstance(c, Cell) else c for c in row]
        yield texts + [""] * (width - len(texts))


def _text(d):
    gap = "\n" * d.gap
    out = [d.title] if d.title else []
    out += list(_lines(d.blocks))
    return _encode(gap.join(out) + "\n", d.charset)


def _csv(d):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=d.delimiter, lineterminator="\r\n")
    for b in d.blocks:
        if isinstance(b, T):
            if b.caption:
                writer.writerow([b.caption])
            if b.unit:
                writer.writerow([b.unit])
            for row in _grid(b):
                writer.writerow(row)
            if b.note:
                writer.writerow([b.note])
        else:
            writer.writerow([b if isinstance(b, str) else b.text])
    return _encode(out.getvalue(), d.charset)


# --- PDF: lines drawn one by one, so that numbers break where the page ends ---

def _pdf(d):
    out = io.BytesIO()
    c = canvas.Canvas(out, pagesize=(595, 842), invariant=1, pageCompression=1)
    c.setTitle(d.title)
    pdf = _Pages(c, d)
    pdf.start()
    pdf.centred(d.title, 16)
    for line in d.byline:
        pdf.centred(line, 10)
    for b in d.blocks:
        if isinstance(b, T):
            pdf.table(b)
        elif isinstance(b, H):
            pdf.paragraph(b.text, 13, 0)
        elif isinstance(b, UL):
            for i in b.items:
                pdf.paragraph("· " + i, d.size, 0)
        elif isinstance(b, Br):
            for line in b.lines:
                pdf.paragraph(line, d.size, 0)
        elif isinstance(b, Note):
            pdf.paragraph(b.text, 9, 0)
        else:
            pdf.paragraph(b, d.size, 2)
    pdf.end()
    c.save()
    return out.getvalue()


class _Pages:
    def __init__(self, c, d):
        self.c, self.d = c, d
        self.font = {"zh": "STSong-Light", "zh-Hant": "STSong-Light", "en": "Helvetica"}[d.lang]
        self.encode = lambda text: text
        if d.euc:
            font = CIDFont("STSong-Light", "GBK-EUC-H")
            font.fontName = "STSong-Light-GBK-EUC-H"
            pdfmetrics.registerFont(font)
            self.font = font.fontName
        self.page = 0
        self.left, self.right = 80, 595 - 80
        self.leading = d.size * 1.7

    def width(self, text, size):
        if self.font == "Helvetica":
            return pdfmetrics.stringWidth(text, "Helvetica", size)
        return sum(size if ord(ch) > 0x2000 else size * 0.5 for ch in text)

    def draw(self, x, y, text, size):
        self.c.setFont(self.font, size)
        if self.d.euc:
            # The GBK-EUC-H map takes GBK bytes as they are.
            raw = text.encode("gbk")
            self.c._code.append(f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm <{raw.hex()}> Tj ET")
        else:
            self.c.drawString(x, y, text)

    def start(self):
        self.page += 1
        self.y = 760
        if self.d.furniture:
            self.draw(80, 800, self.d.furniture, 9)
        self.c.setFont("Helvetica", 9)
        self.c.drawCentredString(297, 40, f"- {self.page} -")

    def end(self):
        self.c.showPage()

    def line(self, x, text, size):
        if self.y < 80:
            self.end()
            self.start()
        self.draw(x, self.y, text, size)
        self.y -= max(self.leading, size * 1.5)

    def centred(self, text, size):
        self.line(297 - self.width(text, size) / 2, text, size)

    def paragraph(self, text, size, indent):
        words = text.split(" ") if self.font == "Helvetica" else None
        limit = self.right - self.left
        if words:
            line = ""
            for w in words:
                if line and self.width(line + " " + w, size) > limit:
                    self.line(self.left, line, size)
                    line = w
                else:
                    line = f"{line} {w}" if line else w
            self.line(self.left, line, size)
            self.y -= 4
            return
        line = "　" * indent
        for ch in text:
            if self.width(line + ch, size) > limit and ch not in "，。；、）”%":
                self.line(self.left, line, size)
                line = ""
            line += ch
        self.line(self.left, line, size)

    def table(self, t):
        if t.caption:
            self.centred(t.caption, self.d.size)
        if t.unit:
            self.line(self.right - self.width(t.unit, 9), t.unit, 9)
        grid = list(_grid(t))
        cols = len(grid[0])
        widths = t.widths or [2.0] + [1.0] * (cols - 1)
        total = sum(widths)
        xs = [self.left + (self.right - self.left) * sum(widths[:i]) / total for i in range(cols)]
        for row in grid:
            if self.y < 80:
                self.end()
                self.start()
            for x, text in zip(xs, row):
                if text:
                    self.draw(x, self.y, text, self.d.size - 1)
            self.y -= self.leading
        if t.note:
            self.paragraph(t.note, 9, 0)


# --- workbooks ---

def _sheets(d):
    if any(isinstance(b, Sheet) for b in d.blocks):
        return [b for b in d.blocks if isinstance(b, Sheet)]
    return [Sheet("Sheet1", d.blocks)]


def _cells(sheet, title):
    """(row, col, text, rows, cols) of a sheet."""
    row = 0
    if title:
        yield row, 0, title, 1, 1
        row += 1
    for b in sheet.blocks:
        if isinstance(b, T):
            for above in (b.caption, b.unit):
                if above:
                    yield row, 0, above, 1, 1
                    row += 1
            for r in b.rows:
                for col, cell in enumerate(r):
                    if cell is None or cell == "":
                        continue
                    if isinstance(cell, Cell):
                        yield row, col, cell.text, cell.rows, cell.cols
                    else:
                        yield row, col, cell, 1, 1
                row += 1
            if b.note:
                yield row, 0, b.note, 1, 1
                row += 1
        elif isinstance(b, UL):
            for i in b.items:
                yield row, 0, i, 1, 1
                row += 1
        else:
            yield row, 0, b if isinstance(b, str) else b.text, 1, 1
            row += 1


def _number(text, as_text):
    if as_text:
        return text, None
    bare = text.replace(",", "")
    try:
        value = float(bare)
    except ValueError:
        return text, None
    if text != text.strip() or bare.startswith("0") and len(bare) > 1 and bare[1] != ".":
        return text, None
    decimals = len(bare.split(".")[1]) if "." in bare else 0
    shape = ("#,##0" if "," in text else "0") + ("." + "0" * decimals if decimals else "")
    return (int(bare) if decimals == 0 else value), shape


def _xlsx(d):
    book = openpyxl.Workbook()
    book.remove(book.active)
    stamp = datetime.datetime(2020, 1, 1)
    book.properties.created = book.properties.modified = stamp
    book.properties.title = d.title
    for sheet in _sheets(d):
        ws = book.create_sheet(sheet.name)
        if sheet.hidden:
            ws.sheet_state = "hidden"
        for row, col, text, rows, cols in _cells(sheet, d.title if sheet.name == _sheets(d)[0].name else ""):
            value, shape = _number(text, d.numbers_as_text)
            cell = ws.cell(row + 1, col + 1, value)
            if shape:
                cell.number_format = shape
            if rows > 1 or cols > 1:
                ws.merge_cells(start_row=row + 1, start_column=col + 1, end_row=row + rows, end_column=col + cols)
    out = io.BytesIO()
    book.save(out)
    return _same_zip(out.getvalue())


def _xls(d):
    book = xlwt.Workbook(encoding="utf-8")
    for sheet in _sheets(d):
        ws = book.add_sheet(sheet.name)
        if sheet.hidden:
            ws.visibility = 1
        for row, col, text, rows, cols in _cells(sheet, d.title if sheet.name == _sheets(d)[0].name else ""):
            value, shape = _number(text, d.numbers_as_text)
            style = xlwt.easyxf(num_format_str=shape) if shape else xlwt.Style.default_style
            if rows > 1 or cols > 1:
                ws.write_merge(row, row + rows - 1, col, col + cols - 1, value, style)
            else:
                ws.write(row, col, value, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _docx(d):
    doc = docx.Document()
    p = doc.core_properties
    p.created = p.modified = datetime.datetime(2020, 1, 1)
    p.title = d.title
    p.author = p.last_modified_by = ""
    doc.add_heading(d.title, 0)
    for line in d.byline:
        doc.add_paragraph(line)
    for b in d.blocks:
        if isinstance(b, T):
            for above in (b.caption, b.unit):
                if above:
                    doc.add_paragraph(above)
            grid = list(_grid(b))
            t = doc.add_table(len(grid), len(grid[0]))
            for r, row in enumerate(b.rows):
                for c, cell in enumerate(row):
                    if cell is None:
                        continue
                    text = cell.text if isinstance(cell, Cell) else cell
                    target = t.cell(r, c)
                    if isinstance(cell, Cell) and (cell.rows > 1 or cell.cols > 1):
                        target = target.merge(t.cell(r + cell.rows - 1, c + cell.cols - 1))
                    target.text = text
            if b.note:
                doc.add_paragraph(b.note)
        elif isinstance(b, H):
            doc.add_heading(b.text, b.level)
        elif isinstance(b, UL):
            for i in b.items:
                doc.add_paragraph(i, style="List Bullet")
        elif isinstance(b, Br):
            doc.add_paragraph("\n".join(b.lines))
        else:
            doc.add_paragraph(b if isinstance(b, str) else b.text)
    out = io.BytesIO()
    doc.save(out)
    return _same_zip(out.getvalue())


def _zip(d):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, member in d.members:
            z.writestr(zipfile.ZipInfo(name, FIXED), write(member), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _same_zip(data):
    """The same archive with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "docProps/core.xml":
                import re
                body = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", body)
            new.writestr(zipfile.ZipInfo(info.filename, FIXED), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
