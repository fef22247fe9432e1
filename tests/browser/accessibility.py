"""What axe-core finds on a page that a person with a disability would stumble over."""

from axe_playwright_python.sync_playwright import Axe

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
GRAVE = {"serious", "critical"}


def serious_faults(page) -> list[str]:
    """One line per serious or critical fault: which rule, what it says, and the first elements that break it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{fault['id']}: {fault['help']} ({', '.join(str(node['target'][0]) for node in fault['nodes'][:3])})"
        for fault in found
        if fault["impact"] in GRAVE
    ]


def reflow_faults(page) -> list[str]:
    """Whether a page has to be pushed sideways to be read (WCAG 2.2, 1.4.10)."""
    return ["reflow: wider than the screen"] if page.evaluate(WIDER) else []
