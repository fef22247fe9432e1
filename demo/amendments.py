"""An amendment that waits for the district's secretary: the verbs of the portal, as a base would use them."""

from dataclasses import replace

from accounts.models import User
from cadres.models import Level
from criteria import programming
from criteria.models import Profile, Programme
from criteria.programming import Content, SolutionDraft
from demo.world import World

ADDED = "Đối thoại thêm một buổi với thanh niên công nhân vào quý IV"


def write_amendment(world: World) -> None:
    """The first base below the district of the account bithu whose programme is approved."""
    district = world.post_of("bithu").node
    period = world.this_year.periods[Profile.CALENDAR]
    programmes = Programme.objects.approved().filter(period=period, unit__path__startswith=district.path)
    for programme in programmes.filter(unit__level=Level.BASE).order_by("pk"):
        writer = User.objects.filter(pk=world.secretaries.get(programme.unit_id)).first()
        if writer:
            _propose(programme, writer)
            return


def _propose(programme: Programme, writer: User) -> None:
    content = Content.of(programme)
    first = content.foci[0]
    due_on = programme.period.self_opens_on
    added = SolutionDraft(ADDED, due_on, kind="dialogue", in_charge="Ban Thường vụ")
    foci = [replace(first, solutions=[*first.solutions, added]), *content.foci[1:]]
    document = {"document_no": content.document_no, "document_on": content.document_on}
    saved = programming.save(programme, foci, by=writer, version=programme.version, **document)
    programming.propose(saved, by=writer, version=saved.version)
