"""Pledges that somebody else wrote: entered from the signed paper with a photo of it, or prepared by the unit."""

from __future__ import annotations

import hashlib
import io
import uuid
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw

from accounts.attachments import write_whole
from accounts.models import Attachment
from criteria.models import PaperPhoto, Pledge, PledgeEntry, PledgeItem
from demo import routes
from demo.accounts import BASE
from demo.loading import load
from demo.promised import Item, Promised
from demo.world import World


def _is_prepared(pledge: Promised) -> bool:
    """Drafts of the base where most of the story plays; those with a name there write for themselves."""
    return pledge.state == Pledge.State.DRAFT and pledge.post.deciding.code == BASE and not pledge.post.username


def prepared(world: World, pledge: Promised, item: Item, statement_id: int) -> str:
    """The mark of an item that is as the unit prepared it."""
    if not (world.scale.has_story and _is_prepared(pledge)):
        return ""
    promise = item.promise
    row = PledgeItem(text=promise.text, target=promise.target, due_on=item.due_on, evidence=promise.evidence)
    row.statement_id = statement_id
    return row.words


def write_entries(world: World, made: list[Promised]) -> None:
    """Of those who have an account, most have said that it is right."""
    if not world.scale.has_story:
        return
    entries, papers = [], []
    for pledge in made:
        by = routes.entered_by(world, pledge.post)
        preparer = world.secretaries.get(pledge.post.deciding.id)
        if pledge.first_at and pledge.sent_at and by:
            answer = PledgeEntry.Answer.CONFIRMED if pledge.post.user_id and pledge.decided_at else ""
            entries.append((pledge, PledgeEntry.Kind.ENTERED, by, answer, pledge.decided_at if answer else None))
            papers.append((pledge.id, by))
        elif _is_prepared(pledge) and preparer:
            entries.append((pledge, PledgeEntry.Kind.PREPARED, preparer, "", None))
    keys = {pledge.id: world.next_id("entry") for pledge, *_ in entries}
    rows = (
        (keys[p.id], p.id, kind, by, p.sent_at or world.moment(world.today), answer, at)
        for p, kind, by, answer, at in entries
    )
    load(PledgeEntry, "id pledge_id kind by_id at answer answered_at", rows)
    _write_papers([(keys[pledge], by) for pledge, by in papers])


def _write_papers(papers: list[tuple[int, int]]) -> None:
    content = _paper()
    sha256 = hashlib.sha256(content).hexdigest()
    for entry, by in papers:
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"paper-{entry}")
        attachment = Attachment(pk=key, kind=Attachment.Kind.PHOTO, name="anh.jpg", size=len(content), sha256=sha256)
        attachment.file, attachment.uploaded_by_id = f"photos/{key}.jpg", by
        attachment.width, attachment.height = 420, 594
        write_whole(Path(settings.MEDIA_ROOT) / attachment.file, content)
        attachment.save(force_insert=True)
        PaperPhoto.objects.create(entry_id=entry, attachment=attachment)


def _paper() -> bytes:
    """A sheet with lines and a signature; nobody's."""
    sheet = Image.new("RGB", (420, 594), "#fbfaf5")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((120, 40, 300, 52), fill="#444444")
    for y in range(90, 470, 22):
        pen.line((40, y, 380 - y % 70, y), fill="#8a8a8a", width=3)
    pen.line([(270, 540), (290, 505), (305, 545), (325, 500), (340, 540), (375, 515)], fill="#1b3f8b", width=3)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()
