"""Development part: the published handbook, as page, HTML, PDF and workbook, with every quantity in it."""

import re
from pathlib import Path

from blocks import Cell, H, Sheet, T, UL
from cells import lv, opt

TEXT = (Path(__file__).parent / "handbook.txt").read_text(encoding="utf-8")
HEADINGS = {
    "Building Chongqing's Inland Open Economy", "Open Environment", "Open Corridor", "Open Economy", "Open Platform",
    "Vision 2027", "Building Inland International Logistics Hub and Port Economy",
    "Building Demonstration Zone for High-quality Development of Open Economy", "Building High-level Open Platform",
    "Building International First-class Business Environment Model City",
    'Accelerate Construction According to "1135" Plan', "One Goal", "One File", "Three Focuses",
    "Make Greater Efforts to Pilot", "Implement Higher Level of Opening-up to the World",
    "Implement Greater Measures to Promote Development", 'Create "Five Zones"', "Construction of Major Corridors",
    "New Western Land-sea Corridor", "China-Europe Freight Train", "Yangtze River Shipping",
    "International Air Routes", "Accelerate the Development of Digital Trade",
    "China-Singapore Connectivity Initiative", "January to September 2023",
    "Enhance International Communication Skills Initiative",
}


def text(september):
    """The handbook's text. What it dates to September is optional where the page tells another date."""
    if september:
        return TEXT.replace("{{@sept}}", "{{as-of:2023-09-30}}").replace("|@", "|")

    def both(match):
        inner = match.group(1)
        alias = match.group(2)
        alias = alias.split(";")[0]
        return f"[{inner}|?{alias}@as-of:2023-09-30&?{alias}@as-of:2023-09&?{alias}@pub]"
    return re.sub(r"\[([^\[\]|]+)\|@([^\[\]]+)\]", both, TEXT.replace("{{@sept}}", ""))


def blocks(september):
    out = []
    for line in text(september).splitlines():
        line = line.strip()
        if line:
            out.append(H(line, 2) if line in HEADINGS else line)
    return out[1:]


def add(part):
    add = part.add
    add("handbook-2023", "2023-09-30", "", text(True).strip("\n").split("\n"), media="text", lang="en", gap=1, targets=True)
    # Published later than the figures: those of September may be read as of either date, the rest as of publication.
    add("handbook-2023-page", "2023-11-30", "Building Chongqing's Inland Open Economy", blocks(False), layout="english",
        lang="en", targets=True, source="Example Commission", forbid=[],
        related=["2022: foreign trade of [815.8 billion yuan|!tt;w=related link]"])
    add("handbook-2023-print", "2023-09-30", "Building Chongqing's Inland Open Economy", blocks(True), media="pdf",
        lang="en", targets=True, furniture="Building Chongqing's Inland Open Economy", byline=["September 30, 2023"])

    sept, nine = "as-of:2023-09-30", "2023-01..2023-09"

    def row(theme, name, value, unit, when):
        return [theme, name, value, unit, when]

    B, Mn = "1000000000", "1000000"
    facts = [
        row("Corridor", "New Western Land-sea Corridor: ports reached", lv("473", "ports", sept), "ports", "End of September 2023"),
        row("Corridor", "New Western Land-sea Corridor: countries and regions reached", lv("120", "ctry", sept), "countries and regions", "End of September 2023"),
        row("Corridor", "New Western Land-sea Corridor: provinces covered", lv("18", "prov", sept), "provinces", "End of September 2023"),
        row("Corridor", "New Western Land-sea Corridor: cities covered", lv("69", "city", sept), "cities", "End of September 2023"),
        row("Corridor", "New Western Land-sea Corridor: railway stations covered", lv("138", "stn", sept), "stations", "End of September 2023"),
        row("Corridor", "China-Europe freight trains (Chengdu and Chongqing) operated in total", lv("nearly 14,000", "xtr", sept, end="<"), "trains", "End of September 2023"),
        row("Corridor", "International (regional) air routes resumed", lv("16", "air", sept), "routes", "End of September 2023"),
        row("Corridor", "Types of national logistics hubs", lv("5", "hubs", sept), "types", "End of September 2023"),
        row("Economy", "Growth of automobile exports", lv("50.3", "auto", nine), "%", "January to September 2023"),
        row("Economy", "Fortune 500 companies", lv("319", "f500", sept), "companies", "End of September 2023"),
        row("Platform", "China-Singapore Connectivity Initiative: government and commercial cooperation projects signed", lv("280", "cp", sept), "projects", "End of September 2023"),
        row("Platform", "China-Singapore Connectivity Initiative: amount of government and commercial cooperation projects", lv("25.65", "cpv", sept, B), "billion USD", "End of September 2023"),
        row("Platform", "China-Singapore Connectivity Initiative: financial service projects signed", lv("259", "cf", sept), "projects", "End of September 2023"),
        row("Platform", "China-Singapore Connectivity Initiative: amount of financial service projects", lv("approximately 30.62", "cfv", sept, B, end="~"), "billion USD", "End of September 2023"),
        row("Platform", "China-Singapore Connectivity Initiative: amount of government and commercial cooperation projects", lv("390", "cpp", nine, Mn), "million USD", "January to September 2023"),
        row("Platform", "China-Singapore Connectivity Initiative: amount of financial service projects", lv("5.848", "cfp", nine, B), "billion USD", "January to September 2023"),
        row("Platform", "Chongqing Pilot Free Trade Zone: key institutional innovation achievements", lv("147", "ftz", sept), "achievements", "End of September 2023"),
        row("Platform", "Chongqing Pilot Free Trade Zone: of these, promoted nationwide", lv("7", "ftzn", sept), "achievements", "End of September 2023"),
        row("Exchange", "Consulates general", lv("12", "cons", sept), "consulates", "End of September 2023"),
        row("Exchange", "International friendly cities", lv("53", "fc", sept), "cities", "End of September 2023"),
        row("Exchange", "Friendly exchange cities", lv("120", "ec", sept), "cities", "End of September 2023"),
        row("Exchange", "Overseas NGO representative offices", lv("27", "ngo", sept), "offices", "End of September 2023"),
    ]
    def goal(theme, name, value, alias, unit, x="1"):
        return [theme, name, f"[{value}|t:{alias};p=2027;x={x}]", unit, "2027"]

    targets = [
        goal("Corridor", "Annual rail-sea intermodal and China-Europe freight trains", "over 5,000", "trains>", "trains"),
        goal("Corridor", "Annual increase of the freight volume through the New Western Land-sea Corridor", "over 15", "volg>", "%"),
        goal("Corridor", "Annual increase of the freight value through the New Western Land-sea Corridor", "over 15", "valg>", "%"),
        goal("Corridor", "Port cargo throughput", "over 270", "port>", "million tons", Mn),
        goal("Corridor", "International and regional air routes", "120", "air", "routes"),
        goal("Economy", "Foreign trade imports and exports", "1.1", "tt", "trillion CNY", "1000000000000"),
        goal("Economy", "High-tech product share of exports", "over 65", "ht>", "%"),
        goal("Economy", "Service trade", "160", "svc", "billion CNY", B),
        goal("Economy", "Fortune 500 companies", "335", "f500", "companies"),
        goal("Economy", "Annual increase of the actual use of foreign investment", "about 10", "fdig~", "%"),
        goal("Platform", "Average annual cross-border financing of the China-Singapore Connectivity Initiative", "over 1", "cfa>", "billion USD", B),
        goal("Platform", "Chongqing Pilot Free Trade Zone: market entities", "230000", "ftzm", "entities"),
        goal("Platform", "Chongqing Pilot Free Trade Zone: key institutional innovation achievements", "168", "ftz", "achievements"),
        goal("Business", "Cross-border Renminbi settlement volume", "330", "rmb", "billion CNY", B),
        goal("Business", "Annual inbound and outbound persons", "over 5", "pers>", "million persons", Mn),
    ]
    head = ["Theme", "Indicator", "Value", "Unit", "Period"]
    add("handbook-2023-facts", "2023-11-30", "Building Chongqing's Inland Open Economy: figures", [
        Sheet("Facts", [T([head] + facts)]),
        Sheet("Vision 2027", [T([["Theme", "Indicator", "Target", "Unit", "By"]] + targets)]),
    ], media="xlsx", lang="en", targets=True)
