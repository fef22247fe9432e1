"""Chương trình rèn luyện đoàn viên and work plans beside the pledges of the demo."""

from collections.abc import Iterable

from criteria.models import PledgeLinks
from demo.loading import load
from demo.world import Post


def write_links(pledges: Iterable[tuple[int, Post]]) -> None:
    """Those who play the year have their papers in order; for the rest it would be rows that nobody opens."""
    rows = ((key, post.number % 90 + 10) for key, post in pledges if post.username)
    columns = "pledge_id has_youth_programme youth_programme_no work_plan_no"
    load(PledgeLinks, columns, ((key, True, f"Sổ đăng ký chi đoàn, số {n}", f"{n}-KH/ĐTN") for key, n in rows))
