from hypothesis import given
from hypothesis import strategies as st

from reports.summing import gather, summed_up

STEP = 4
figures = st.lists(st.integers(0, 1000), min_size=3, max_size=3)


@st.composite
def trees(draw):
    """Figures by path of a random tree, every parent present."""
    paths = ["0001"]
    for n in range(draw(st.integers(0, 25))):
        paths.append(draw(st.sampled_from(paths)) + f"{n:04}")
    return {path: draw(figures) for path in paths}


@given(trees())
def test_each_total_is_the_sum_of_all_below(own):
    total = summed_up(own, STEP)

    expected = {
        path: [sum(figure[n] for below, figure in own.items() if below.startswith(path)) for n in range(3)]
        for path in own
    }
    assert total == expected


@given(trees())
def test_own_figures_stay_as_they_were(own):
    before = {path: list(figure) for path, figure in own.items()}

    summed_up(own, STEP)

    assert own == before


def test_gather_puts_what_several_queries_found_in_its_place():
    found = [(7, 0, [1, 2]), (7, 2, [5]), (9, 0, [4, 4]), (7, 0, [10, 0])]

    assert gather(3, found) == {7: [11, 2, 5], 9: [4, 4, 0]}
