"""Short hands for marks in table cells."""


def lv(printed, alias, period, x="1", end=""):
    """A level; x is the factor of the unit in the caption."""
    return f"[{printed}|{alias}{end};p={period};x={x}]"


def gr(printed, alias, period):
    """A growth without a sign of percent in the cell."""
    return f"[{printed}|g:{alias};p={period};x=1]"


def no(printed, aliases, why="not this indicator", x="1"):
    """A figure that belongs to none of these."""
    return f"[{printed}|!{aliases};x={x};w={why}]"


def opt(printed, alias, period, x="1"):
    """A level that is neither required nor wrong."""
    return f"[{printed}|?{alias};p={period};x={x}]"


def optg(printed, alias, period):
    """A growth that is neither required nor wrong."""
    return f"[{printed}|?g:{alias};p={period};x=1]"
