"""Reads the marked text of the corpus: visible text with its labels written at the number itself.

A mark is `[printed|what;key=value;…]`; `printed` stays in the text, the rest becomes a row of labels.csv,
forbidden.csv or optional.csv. `{{2022-01..2022-04}}` sets the period of the marks after it and leaves nothing.

what    tt        a label of the indicator with that alias (ALIASES)
        g, g:tt   growth of the last indicator, or of that one; `g-` is a fall
        c, c:tt   a change (difference) of it: optional, never required
        t:tt      a target: forbidden as a figure, optional (or required, where the document says so) as role target
        ?tt ?g    true, or a matter of definition: neither required nor wrong
        !tt,ex    forbidden for these indicators
        a&b       both; `?tt@2020` is `?tt` for another period
ends    > over    < nearly    ~ approx    - negative
keys    p period  v value  x factor (table cells)  w why (forbidden)  r role  q quote
"""

import re
from calendar import monthrange
from decimal import Decimal

ALIASES = {
    "tt": "trade.total", "ex": "trade.exports", "im": "trade.imports", "svc": "trade.services",
    "ht": "trade.hightech.share", "auto": "trade.auto-exports.growth", "gdp": "gdp.total",
    "fdi": "fdi.actual", "fdig": "fdi.actual.growth", "f500": "fortune500.companies",
    "ftz": "ftz.innovations", "ftzn": "ftz.innovations.nationwide", "ftzm": "ftz.market-entities",
    "ftze": "ftz.new-enterprises", "cp": "cci.projects", "cpv": "cci.projects.value",
    "cpp": "cci.projects.value.period", "cf": "cci.finance.projects", "cfv": "cci.finance.value",
    "cfp": "cci.finance.value.period", "cfa": "cci.financing.annual", "teu": "corridor.teu",
    "val": "corridor.value", "volg": "corridor.freight.volume.growth",
    "valg": "corridor.freight.value.growth", "ports": "corridor.ports", "ctry": "corridor.countries",
    "prov": "corridor.provinces", "city": "corridor.cities", "stn": "corridor.stations",
    "trains": "corridor.trains.annual", "xtr": "express.trains.cumulative", "air": "air.routes",
    "port": "port.throughput", "hubs": "hubs.types", "cons": "exchange.consulates",
    "fc": "exchange.friendship-cities", "ec": "exchange.exchange-cities", "ngo": "ngo.offices",
    "rmb": "finance.rmb-settlement", "pers": "border.persons.annual",
}
UNITS = {
    "trade.total": "CNY", "trade.exports": "CNY", "trade.imports": "CNY", "trade.services": "CNY",
    "gdp.total": "CNY", "corridor.value": "CNY", "finance.rmb-settlement": "CNY",
    "fdi.actual": "USD", "cci.projects.value": "USD", "cci.projects.value.period": "USD",
    "cci.finance.value": "USD", "cci.finance.value.period": "USD", "cci.financing.annual": "USD",
    "trade.hightech.share": "percent", "trade.auto-exports.growth": "percent",
    "fdi.actual.growth": "percent", "corridor.freight.volume.growth": "percent",
    "corridor.freight.value.growth": "percent", "corridor.teu": "TEU",
    "corridor.trains.annual": "trains", "express.trains.cumulative": "trains",
    "port.throughput": "t", "border.persons.annual": "persons",
}
STOCKS = {
    "fortune500.companies", "ftz.innovations", "ftz.innovations.nationwide", "ftz.market-entities",
    "cci.projects", "cci.projects.value", "cci.finance.projects", "cci.finance.value", "corridor.ports",
    "corridor.countries", "corridor.provinces", "corridor.cities", "corridor.stations",
    "express.trains.cumulative", "air.routes", "hubs.types", "exchange.consulates",
    "exchange.friendship-cities", "exchange.exchange-cities", "ngo.offices",
}
GROWTH_TWINS = {
    "corridor.teu": "corridor.freight.volume.growth", "corridor.value": "corridor.freight.value.growth",
    "fdi.actual": "fdi.actual.growth",
}
SCALES = [
    ("万亿", 12), ("萬億", 12), ("百亿", 10), ("亿", 8), ("億", 8), ("百万", 6), ("百萬", 6), ("万", 4),
    ("萬", 4), ("千", 3), ("trillion", 12), ("billion", 9), ("bn", 9), ("million", 6), ("mln", 6),
    ("thousand", 3),
]
# What must stand in the printed text where no factor is given, so that a slip of the pen is found.
UNIT_WORDS = {
    "CNY": r"元|yuan|RMB|CNY|¥|Renminbi", "USD": r"美元|USD|US\$|\$|dollars",
    "percent": r"%|％|倍|percent|pct|per cent|成|fold|个百分点|個百分點|points",
    "TEU": r"标箱|標箱|标准箱|標準箱|TEU|箱|equivalent", "t": r"吨|噸|ton",
    "persons": r"人|person|passenger|people|traveller|crossing", "trains": r"列|班|train|trip",
}
MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]]+)\]")
PERIOD = re.compile(r"\{\{([^{}]*)\}\}")
TOKEN = re.compile(MARK.pattern + "|" + PERIOD.pattern)
PERIOD_FORM = re.compile(
    r"^(\d{4}|\d{4}-H[12]|\d{4}-Q[1-4]|\d{4}-\d\d|\d{4}-\d\d\.\.\d{4}-\d\d|as-of:\d{4}-\d\d(-\d\d)?)$")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－", "0123456789.,%-")


def plain(text):
    """The visible text, without marks."""
    return PERIOD.sub("", MARK.sub(lambda m: m.group(1), text))


def text_of(value):
    """A decimal in its plain text form."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(printed, growth):
    """The value of a printed number in base units."""
    folded = printed.translate(FULL_WIDTH)
    folded = re.sub(r"(?<=\d)[\s,](?=\d)", "", folded)
    found = re.search(r"[-−]?\d+(?:\.\d+)?", folded)
    if not found:
        raise ValueError(f"no number in {printed!r}: give v=")
    number = Decimal(found.group().replace("−", "-"))
    rest = folded[found.end():].strip().lstrip("余多")
    if growth and (rest.startswith("倍") or "fold" in rest):
        return number * 100
    for word, power in SCALES:
        if rest.startswith(word):
            return number * Decimal(10) ** power
    return number


class Marker:
    """Takes the marks of one document and keeps their rows."""

    def __init__(self, name, published, targets_required=False):
        self.name = name
        self.published = published
        self.targets_required = targets_required
        self.period = ""
        self.last = None
        self.labels, self.forbidden, self.optional = [], [], []

    def take(self, text):
        """Reads the marks of one block and returns its visible text."""
        visible = plain(text)
        at = 0
        done = 0
        for m in TOKEN.finditer(text):
            at += m.start() - done
            done = m.end()
            if m.group(3) is not None:
                self.period = f"as-of:{self.published}" if m.group(3) == "pub" else m.group(3)
                continue
            printed = m.group(1)
            self._mark(printed, m.group(2), visible, at)
            at += len(printed)
        return visible

    def _mark(self, printed, spec, visible, at):
        what, *options = spec.split(";")
        options = dict(o.split("=", 1) for o in options)
        for one in what.split("&"):
            self._one(printed, one, options, visible, at)

    def _one(self, printed, what, options, visible, at):
        what, _, period = what.partition("@")
        options = {**options, "p": period} if period else options
        kind = what[0] if what[0] in "!?" else ""
        what = what[len(kind):]
        if kind == "!":
            for alias in what.split(","):
                self._forbid(printed, alias, options)
            return
        comparison = {">": "over", "<": "nearly", "~": "approx"}.get(what[-1], "eq")
        what = what.rstrip("><~")
        negative = "-" in what
        what = what.replace("-", "")
        role, _, alias = what.partition(":") if what[0] in "gct" and (len(what) == 1 or what[1] == ":") else ("", "", what)
        indicator = ALIASES[alias] if alias else self.last
        if role == "":
            self.last = indicator
            unit = UNITS.get(indicator, "count")
            role = "level"
            if unit == "percent":
                role = "share" if indicator == "trade.hightech.share" else "growth"
        else:
            role = {"g": "growth", "c": "change", "t": "target"}[role]
            unit = UNITS.get(indicator, "count") if role == "target" else "percent"
        role = options.get("r", role)
        value = self._value(printed, options, role == "growth" or unit == "percent", unit)
        if negative:
            value = -value
        period = self._period(options, indicator, role)
        if kind == "?" or role == "change":
            self._option(indicator, role, value, unit, period)
        elif role == "target":
            self._forbid_value(indicator, value, "", "a target")
            if self.targets_required:
                self._label(indicator, role, value, unit, period, comparison, printed, options, visible, at)
            else:
                self._option(indicator, role, value, unit, period)
        else:
            self._label(indicator, role, value, unit, period, comparison, printed, options, visible, at)
            if role == "growth" and indicator in GROWTH_TWINS:
                self._option(GROWTH_TWINS[indicator], role, value, unit, period)

    def _value(self, printed, options, growth, unit):
        if "v" in options:
            return Decimal(options["v"])
        value = value_of(printed, growth)
        if "x" in options:
            return value * Decimal(options["x"])
        if unit in UNIT_WORDS and not re.search(UNIT_WORDS[unit], printed):
            raise ValueError(f"{self.name}: {printed!r} shows no unit of {unit}")
        return value

    def _period(self, options, indicator, role):
        period = options.get("p", self.period)
        if period == "pub":
            period = f"as-of:{self.published}"
        if not PERIOD_FORM.match(period):
            raise ValueError(f"{self.name}: {period!r} is no period, for {indicator}")
        if role == "target":
            return period.removeprefix("as-of:").removesuffix("-12-31")
        if self.published and _last_day(period) > self.published:
            raise ValueError(f"{self.name}: {period} ends after the publication, for {indicator}")
        stock = indicator in STOCKS and role == "level"
        if stock != period.startswith("as-of:"):
            raise ValueError(f"{self.name}: period {period} does not fit {indicator} {role}")
        return period

    def _label(self, indicator, role, value, unit, period, comparison, printed, options, visible, at):
        quote = options.get("q") or quote_around(visible, at, at + len(printed))
        self.labels.append((self.name, indicator, role, text_of(value), unit, period, comparison, quote))

    def _option(self, indicator, role, value, unit, period):
        self.optional.append((self.name, indicator, role, text_of(value), unit, period))

    def _forbid(self, printed, alias, options):
        value = Decimal(options["v"]) if "v" in options else value_of(printed, "倍" in printed)
        if "x" in options:
            value *= Decimal(options["x"])
        self._forbid_value(ALIASES[alias], value, options.get("p", ""), options.get("w", "not this indicator"))

    def _forbid_value(self, indicator, value, period, why):
        row = (self.name, indicator, text_of(value), period, why)
        if row[:4] not in [r[:4] for r in self.forbidden]:
            self.forbidden.append(row)


def _last_day(period):
    """The last day of a period; the first where only the month of a date is known."""
    if period.startswith("as-of:"):
        day = period.removeprefix("as-of:")
        return day if len(day) == 10 else day + "-01"
    year, _, rest = period.rpartition("..")[2].partition("-")
    month = {"": 12, "H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}.get(rest) or int(rest)
    return f"{year}-{month:02d}-{monthrange(int(year), month)[1]}"


def quote_around(visible, start, end):
    """The clause that ends with the number."""
    before = visible[:start]
    cut = 0
    for m in re.finditer(r"[，。；、,;:：（(]|[.!?](?=\s)|\n", before):
        inside_number = m.group() == "," and re.match(r"\d,\d", before[max(0, m.start() - 1):m.start() + 2])
        if not inside_number:
            cut = m.end()
    return " ".join(visible[cut:end].split())
