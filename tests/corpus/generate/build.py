"""Writes the labelled corpus: python3 build.py [dev] [held-out] (needs reportlab, openpyxl, python-docx, xlwt)."""

import importlib
import sys
from pathlib import Path

from corpus import Part

ROOT = Path(__file__).resolve().parent.parent
MODULES = {
    "dev": ["dev_trade", "dev_corridor", "dev_platform", "dev_economy", "dev_handbook", "dev_mixed", "dev_more", "dev_kin", "dev_tables",
            "dev_traps", "dev_carry", "dev_rows"],
    "held-out": ["held_trade", "held_corridor", "held_platform", "held_economy", "held_mixed", "held_more"],
}

for name, modules in MODULES.items():
    if name not in (sys.argv[1:] or MODULES):
        continue
    part = Part(name)
    for module in modules:
        if (Path(__file__).parent / f"{module}.py").exists():
            importlib.import_module(module).add(part)
    if part.docs:
        print(name, "documents %d, labels %d, forbidden %d, optional %d" % part.write(ROOT))
