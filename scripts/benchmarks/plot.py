"""Draws what a request costs against how many spaces there are."""

from pathlib import Path
from typing import Any


def draw(report: dict[str, Any], path: Path) -> bool:
    """Write a PNG of the median against the size; say whether there was anything to draw."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    grown = {
        name: [each for each in report["results"] if each["case"] == name]
        for name in dict.fromkeys(each["case"] for each in report["results"])
    }
    grown = {name: each for name, each in grown.items() if len(each) > 1}
    if not grown:
        return False
    figure, axes = pyplot.subplots(figsize=(8, 4.5))
    for number, (name, each) in enumerate(grown.items()):
        sizes = [one["spaces"] for one in each]
        colour = f"C{number}"
        axes.plot(sizes, [one["ours"]["p50_ms"] for one in each], "o-", color=colour, label=name)
        axes.plot(
            sizes,
            [one["limit"]["p50_ms"] for one in each],
            "o--",
            color=colour,
            alpha=0.5,
            label=f"{name}: limit line",
        )
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("spaces in the database")
    axes.set_ylabel("median answer, ms")
    axes.set_title(f"{report['cores']} cores, {report['phones']} phones at a time")
    axes.grid(alpha=0.3)
    axes.legend(fontsize=8)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)
    return True
