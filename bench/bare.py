"""What somebody would write who only wants the figures once: no Django, no shared declaration."""

from collections import defaultdict
from io import StringIO
from typing import Any

import psycopg2

CODES = (
    *("people_total", "pledge_owed", "pledge_registered", "pledge_approved", "pledge_on_time", "pledge_waiting"),
    *("pledge_returned", "pledge_missing", "visit_owed", "evaluation_owed", "evaluated", "rated_excellent"),
    *("rated_good", "rated_satisfactory", "rated_unsatisfactory", "not_rated", "not_evaluated"),
    *("programme_owed", "with_solutions", "with_results"),
    *("planned_trips", "planned_days"),
    *("visits", "visits_unplanned", "days_district", "days_base", "days_branch", "report_owed", "reports_on_time"),
    *("reports_late", "follow_ups", "follow_ups_resolved"),
)
DAY = "least(greatest(current_date, make_date(%(year)s, 1, 1)), make_date(%(year)s, 12, 31))"
ZONE = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"
PEOPLE = f"""
SELECT a.unit_id, count(*),
  count(*) FILTER (WHERE d.pledge = 'required'),
  count(*) FILTER (WHERE d.pledge = 'required' AND p.first_submitted_at IS NOT NULL),
  count(*) FILTER (WHERE d.pledge = 'required' AND p.state IN ('approved', 'closed')),
  count(*) FILTER (WHERE d.pledge = 'required' AND (p.first_submitted_at {ZONE})::date <= p.due_on),
  count(*) FILTER (WHERE d.pledge = 'required' AND p.state = 'submitted'),
  count(*) FILTER (WHERE d.pledge = 'required' AND p.state = 'returned'),
  count(*) FILTER (WHERE d.pledge = 'required' AND p.first_submitted_at IS NULL),
  count(*) FILTER (WHERE d.visit = 'required'),
  count(*) FILTER (WHERE d.evaluation = 'required'),
  count(*) FILTER (WHERE d.evaluation = 'required' AND e.state IN {{rated}}),
  count(*) FILTER (WHERE d.evaluation = 'required' AND e.state IN {{rated}} AND e.rating = 'excellent'),
  count(*) FILTER (WHERE d.evaluation = 'required' AND e.state IN {{rated}} AND e.rating = 'good'),
  count(*) FILTER (WHERE d.evaluation = 'required' AND e.state IN {{rated}} AND e.rating = 'satisfactory'),
  count(*) FILTER (WHERE d.evaluation = 'required' AND e.state IN {{rated}} AND e.rating = 'unsatisfactory'),
  count(*) FILTER (WHERE d.evaluation = 'required' AND e.state = 'not_rated'),
  count(*) FILTER (WHERE d.evaluation = 'required' AND (e.id IS NULL OR e.state IN ('open', 'appraised', 'decided')))
FROM cadres_appointment a
JOIN cadres_position o ON o.id = a.position_id
JOIN criteria_period y ON y.year = %(year)s
  AND y.profile = CASE WHEN o.category = 'TEAM_HEAD' THEN 'school' ELSE 'calendar' END
JOIN criteria_duty d ON d.period_id = y.id AND d.level = o.level AND d.category = o.category
LEFT JOIN criteria_pledge p ON p.cadre_id = a.cadre_id AND p.period_id = y.id AND p.state <> 'cancelled'
LEFT JOIN evaluations_evaluation e ON e.cadre_id = a.cadre_id AND e.period_id = y.id
WHERE a.is_main AND a.valid_from <= {DAY} AND (a.valid_to IS NULL OR a.valid_to >= {DAY})
GROUP BY a.unit_id
""".replace("{rated}", "('notified', 'reconsidering', 'locked')")
GOOD = """
    SELECT FROM criteria_programme p JOIN criteria_period y ON y.id = p.period_id
    WHERE p.unit_id = u.id AND y.year = %(year)s AND p.state = 'approved'
      AND EXISTS (SELECT FROM criteria_focus f WHERE f.programme_id = p.id)
      AND NOT EXISTS (SELECT FROM criteria_focus f WHERE f.programme_id = p.id
        AND NOT EXISTS (SELECT FROM criteria_solution s WHERE s.focus_id = f.id))"""
PROGRAMMES = f"""
SELECT u.id, 1, CASE WHEN EXISTS ({GOOD}) THEN 1 ELSE 0 END,
  CASE WHEN EXISTS ({GOOD}
      AND EXISTS (SELECT FROM criteria_solution s JOIN criteria_solutionevidence v ON v.solution_id = s.id
        WHERE s.programme_id = p.id AND s.progress = 'done' AND s.result_figure <> '' AND v.taken_down_at IS NULL)
    ) THEN 1 ELSE 0 END
FROM cadres_unit u
WHERE u.type NOT IN ('central', 'province', 'section', 'branch')
  AND u.valid_from <= {DAY} AND (u.valid_to IS NULL OR u.valid_to >= {DAY})
"""
PLANNED = """
SELECT p.unit_id, count(*), (sum(i.days) * 10)::bigint
FROM fieldvisits_visitplanitem i JOIN fieldvisits_visitplan p ON p.id = i.plan_id
JOIN criteria_period y ON y.id = p.period_id
WHERE y.year = %(year)s AND p.state = 'approved' AND i.state <> 'cancelled'
GROUP BY p.unit_id
"""
VISITS = f"""
SELECT v.unit_id, count(*), count(*) FILTER (WHERE v.is_unplanned),
  (coalesce(sum(v.days_district) FILTER (WHERE v.reported_at IS NOT NULL), 0) * 10)::bigint,
  (coalesce(sum(v.days_base) FILTER (WHERE v.reported_at IS NOT NULL), 0) * 10)::bigint,
  (coalesce(sum(v.days_branch) FILTER (WHERE v.reported_at IS NOT NULL), 0) * 10)::bigint,
  count(*) FILTER (WHERE v.reported_at IS NOT NULL OR v.report_due_on < {DAY}),
  count(*) FILTER (WHERE (v.reported_at {ZONE})::date <= v.report_due_on),
  count(*) FILTER (WHERE (v.reported_at {ZONE})::date > v.report_due_on
    OR (v.reported_at IS NULL AND v.report_due_on < {DAY}))
FROM fieldvisits_visit v JOIN criteria_period y ON y.id = v.period_id
WHERE y.year = %(year)s
GROUP BY v.unit_id
"""
FOLLOW_UPS = """
SELECT v.unit_id, count(*), count(*) FILTER (WHERE f.state = 'resolved')
FROM fieldvisits_followup f JOIN fieldvisits_visit v ON v.id = f.visit_id
JOIN criteria_period y ON y.id = v.period_id
WHERE y.year = %(year)s
GROUP BY v.unit_id
"""
QUERIES = (PEOPLE, PROGRAMMES, PLANNED, VISITS, FOLLOW_UPS)
SNAPSHOT = """
INSERT INTO reports_snapshot (year, as_of, counted_on, kind, measure_set, sha256, note, created_at)
VALUES (%(year)s, now(), current_date, 'nightly', '{}', '', 'bare', now()) RETURNING id
"""


def roll_up(parameters: dict[str, Any], year: int) -> tuple[int, list[int]]:
    """Rows written and the figures of the root."""
    keys = ("dbname", "user", "password", "host", "port")
    connection = psycopg2.connect(**{key: parameters[key] for key in keys if parameters.get(key)})
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT id, path, depth, name FROM cadres_unit ORDER BY length(path) DESC")
        units = cursor.fetchall()
        own: dict[int, list[int]] = defaultdict(lambda: [0] * len(CODES))
        first = 0
        for query in QUERIES:
            cursor.execute(query, {"year": year})
            for unit_id, *figures in cursor:
                own[unit_id][first : first + len(figures)] = figures
            first += len(cursor.description) - 1
        total = {path: list(own[pk]) for pk, path, _, _ in units}
        for _, path, _, _ in units:
            if len(path) > 4:
                above = total[path[:-4]]
                for place, figure in enumerate(total[path]):
                    above[place] += figure
        cursor.execute(SNAPSHOT, {"year": year})
        snapshot = cursor.fetchone()[0]
        pk_of = {path: pk for pk, path, _, _ in units}
        lines = StringIO()
        for pk, path, depth, name in units:
            parent = pk_of.get(path[:-4], r"\N")
            mine, whole = (",".join(map(str, figures)) for figures in (own[pk], total[path]))
            lines.write(f"{snapshot}\t{pk}\t{parent}\t{depth}\t{name}\t{{{mine}}}\t{{{whole}}}\n")
        lines.seek(0)
        cursor.copy_expert(
            "COPY reports_snapshotrow (snapshot_id, unit_id, parent_id, depth, name, own, total) FROM STDIN", lines
        )
    connection.close()
    return len(units), total[units[-1][1]]
