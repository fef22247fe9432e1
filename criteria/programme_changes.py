"""What changed between two sendings of a programme, focus by focus and word by word."""

from dataclasses import dataclass
from datetime import date

from cadres.models import Cadre, Category
from criteria.comparing import Piece, changed_lines
from criteria.models import ProgrammeRevision, Solution, Statement
from criteria.rules import Content, FocusDraft, IndicatorDraft, SolutionDraft

_CATEGORIES, _KINDS, _SYSTEMS = dict(Category.choices), dict(Solution.Kind.choices), dict(Solution.System.choices)


@dataclass(frozen=True)
class _Words:
    """What the ids in a revision stand for: codes of statements, names of people."""

    codes: dict[int, str]
    people: dict[int, str]


@dataclass(frozen=True)
class FocusChange:
    """One focus, or the document (`title`), that differs."""

    title: str
    before: list[list[Piece]]
    after: list[list[Piece]]


def changes(older: ProgrammeRevision, newer: ProgrammeRevision) -> list[FocusChange]:
    """Foci are paired by their row; one without a row of its own is new."""
    before, after = Content.of_json(older.content), Content.of_json(newer.content)
    words = _Words(_codes(before, after), _people(before, after))
    pairs = [("Văn bản", _document(before), _document(after))]
    was = {focus.pk or -n: focus for n, focus in enumerate(before.foci, start=1)}
    for n, focus in enumerate(after.foci, start=1):
        old = was.pop(focus.pk or -n, None)
        pairs.append((focus.text, _lines(old, words) if old else [], _lines(focus, words)))
    pairs += [(focus.text, _lines(focus, words), []) for focus in was.values()]
    found = [FocusChange(title, *changed_lines(old, new)) for title, old, new in pairs]
    return [change for change in found if change.before or change.after]


def _codes(*contents: Content) -> dict[int, str]:
    foci = [focus for content in contents for focus in content.foci]
    keys = {key for focus in foci for key in focus.statement_ids}
    keys |= {key for focus in foci for one in focus.solutions for key in one.statement_ids}
    keys |= {one.statement_id for focus in foci for one in focus.indicators}
    return dict(Statement.objects.filter(pk__in=keys).values_list("pk", "code"))


def _people(*contents: Content) -> dict[int, str]:
    keys = {one.in_charge_cadre_id for content in contents for focus in content.foci for one in focus.solutions}
    return dict(Cadre.objects.filter(pk__in=keys - {None}).values_list("pk", "full_name"))


def _document(content: Content) -> list[str]:
    return [f"Văn bản số {content.document_no}, ngày {_day(content.document_on)}."]


def _lines(focus: FocusDraft, words: _Words) -> list[str]:
    serves = ", ".join(words.codes[key] for key in focus.statement_ids)
    return [
        f"Trọng tâm: {focus.text.rstrip('.')}. Phục vụ điều {serves}.",
        *(_indicator(one, words) for one in focus.indicators),
        *(_solution(one, words) for one in focus.solutions),
    ]


def _indicator(one: IndicatorDraft, words: _Words) -> str:
    parts = [
        f"Cụ thể hóa {words.codes[one.statement_id]}, {_CATEGORIES.get(one.category, 'mọi diện cán bộ')}: {one.text}"
    ]
    parts += [f"Chỉ tiêu: {one.target}"] if one.target else []
    parts += [f"Hạn {_day(one.due_on)}"] if one.due_on else []
    parts += [f"Minh chứng: {one.evidence}"] if one.evidence else []
    return _sentence(parts)


def _solution(one: SolutionDraft, words: _Words) -> str:
    parts = [f"{_KINDS[one.kind]}: {one.text}", _SYSTEMS[one.system]]
    parts += [f"Văn bản {one.document_no}"] if one.document_no else []
    parts += [f"Từ {_day(one.starts_on)}"] if one.starts_on else []
    parts += [f"Hạn {_day(one.due_on)}", f"Phụ trách: {words.people.get(one.in_charge_cadre_id or 0, one.in_charge)}"]
    parts += [f"Phục vụ điều {', '.join(words.codes[key] for key in one.statement_ids)}"] if one.statement_ids else []
    return _sentence(parts)


def _sentence(parts: list[str]) -> str:
    return ". ".join(part.rstrip(".") for part in parts) + "."


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa ghi"
