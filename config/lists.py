"""The lists that can be taken along as a file, by the word in their address."""

from cadres.workbooks.exporting import Listing
from cadres.workbooks.lists import CADRES, UNITS
from criteria.workbooks.lists import PLEDGES, PROGRAMMES
from evaluations.workbooks.lists import EVALUATIONS
from fieldvisits.workbooks.lists import VISITS
from reports.workbooks.lists import FIGURE_ROWS

LISTINGS: dict[str, Listing] = {
    one.code: one for one in (CADRES, UNITS, PLEDGES, PROGRAMMES, VISITS, EVALUATIONS, FIGURE_ROWS)
}
