"""Every address: which right opens it, by which right its row is seen, and what a permitted caller gets.

A row of a document is seen by its owner and by whoever holds one of `reads` over its unit (`Thing.path`); everybody
else gets 404, and who lacks `rights` anywhere gets 403. `answers` are the statuses of somebody who sees the row: a
page is 200, an action 302, or 403 where the rule says no to this person, or 409 where the document's state does not
allow it.
"""

from dataclasses import dataclass

from cadres.models import Right

PAGE = frozenset({200})
ACTION = frozenset({200, 302, 403, 409})
FORM = ACTION | {422}
GONE = ACTION | {404}
OWN_PAGE = frozenset({200, 302, 403})
Reads = Right | tuple[Right, ...]


@dataclass(frozen=True)
class Row:
    rights: tuple[Right, ...] = ()
    method: str = "get"
    thing: str = ""
    reads_by: tuple[Right, ...] = ()
    answers: frozenset[int] = PAGE
    is_public: bool = False


def page(*rights: Right, thing: str = "", reads: Reads = (), answers: frozenset[int] = PAGE) -> Row:
    return Row(rights, "get", thing, _several(reads), answers)


def action(*rights: Right, thing: str = "", reads: Reads = (), answers: frozenset[int] = ACTION) -> Row:
    return Row(rights, "post", thing, _several(reads), answers)


def _several(reads: Reads) -> tuple[Right, ...]:
    return (reads,) if isinstance(reads, Right) else reads


_READS_VISITS = (Right.VISIT_READ, Right.VISIT_DECIDE)
_DECIDES_VISITS = (Right.VISIT_DECIDE, Right.PLEDGE_RECORD)
_DECIDES_PLEDGES = (Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD)
_KEEPS_PEOPLE = (Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM)
_DECIDES = (
    *(Right.PLEDGE_DECIDE, Right.PLEDGE_RECORD, Right.VISIT_DECIDE, Right.PROGRAMME_DECIDE),
    *(Right.PEOPLE_CONFIRM, Right.PEOPLE_EDIT, Right.PERIOD_MANAGE),
    *(Right.EVALUATION_UNION, Right.EVALUATION_PARTY, Right.EVALUATION_APPRAISE),
)
_DECIDES_RESULTS = (Right.EVALUATION_UNION, Right.EVALUATION_APPRAISE)
_BRINGS_LISTS = (Right.PEOPLE_EDIT, Right.UNIT_EDIT, Right.GRANT_MANAGE, Right.PLEDGE_ENTER)
_HELPS = (Right.PEOPLE_EDIT, Right.ACCOUNT_HELP)
_READS_MODELS = (Right.PROGRAMME_READ, Right.PLEDGE_WRITE)
PUBLIC = Row(is_public=True, answers=frozenset({200, 302}))

MATRIX: dict[str, Row] = {
    # portal and sign-in
    "portal:home": page(),
    "portal:inbox": page(*_DECIDES),
    "portal:inbox_bulk": action(*_DECIDES),
    "portal:inbox_bulk_do": action(*_DECIDES),
    "portal:inbox_result": page(*_DECIDES, thing="bulk"),
    "portal:inbox_bulk_undo": action(*_DECIDES, thing="bulk"),
    "portal:inbox_record": page(*_DECIDES_PLEDGES, thing="inbox_pledge", reads=Right.PLEDGE_READ),
    "portal:inbox_decide": action(*_DECIDES_PLEDGES, thing="inbox_pledge", reads=Right.PLEDGE_READ, answers=FORM),
    "portal:inbox_undo": action(*_DECIDES_PLEDGES, thing="inbox_pledge", reads=Right.PLEDGE_READ),
    **{
        f"portal:inbox_of_{kind}": page(*_DECIDES, answers=frozenset({302}))
        for kind in (
            "pledges",
            "plans",
            "programmes",
            "visits",
            "follow_ups",
            "registrations",
            "amendments",
            "good_models",
        )
    },
    "portal:inbox_record_of_pledges": page(*_DECIDES, thing="any_pk", answers=frozenset({302})),
    "portal:inbox_record_of_plans": page(*_DECIDES, thing="any_pk", answers=frozenset({302})),
    "portal:administration": page(
        *(Right.PEOPLE_EDIT, Right.PEOPLE_CONFIRM, Right.UNIT_EDIT, Right.GRANT_MANAGE, Right.REPORT_READ),
        *(Right.PERIOD_MANAGE, Right.SYSTEM_MANAGE, Right.ACCOUNT_HELP, Right.AUDIT_READ, Right.PRIVACY_ANSWER),
    ),
    "portal:own_data": page(),
    "portal:own_data_export": action(),
    "portal:help": page(),
    "portal:help_role": page(thing="help"),
    "portal:search": page(),
    "portal:export_new": page(
        *(Right.PEOPLE_READ, Right.UNIT_READ, Right.PLEDGE_READ, Right.PROGRAMME_READ, Right.VISIT_READ),
        *(Right.EVALUATION_READ, Right.REPORT_READ),
        thing="listing",
        answers=frozenset({200, 403}),
    ),
    "portal:view_settings": Row(method="post", is_public=True, answers=ACTION),
    "health_live": PUBLIC,
    "health_ready": PUBLIC,
    "account_login": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_inactive": PUBLIC,
    "account_logout": page(answers=frozenset({200, 302})),
    "account_change_password": page(answers=frozenset({200, 302})),
    "account_reauthenticate": page(answers=frozenset({200, 302})),
    # the second factor and the own account: everybody's own; what there is nothing of yet is 404
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": page(answers=frozenset({200, 302})),
    "mfa_reauthenticate_webauthn": page(answers=frozenset({200, 302})),
    "mfa_index": page(),
    "mfa_activate_totp": page(answers=frozenset({200, 302})),
    "mfa_deactivate_totp": page(answers=frozenset({302, 404})),
    "mfa_list_webauthn": page(),
    "mfa_add_webauthn": page(answers=frozenset({200, 302})),
    "mfa_edit_webauthn": page(thing="passkey", answers=frozenset({200, 302})),
    "mfa_remove_webauthn": page(thing="passkey", answers=frozenset({200, 302, 403})),
    "mfa_view_recovery_codes": page(answers=frozenset({302, 404})),
    "mfa_generate_recovery_codes": page(answers=frozenset({200, 302})),
    "portal:account": page(),
    "portal:session_end": action(thing="session"),
    "portal:session_end_others": action(),
    "accounts:privacy_notice": page(),
    # notices and runs belong to the person
    "accounts:notification_list": page(),
    "accounts:notification_read_all": action(),
    "accounts:notification_open": action(thing="notice"),
    "accounts:run_list": page(),
    "accounts:run_detail": page(thing="run"),
    "accounts:run_stop": action(thing="run"),
    "accounts:run_again": action(thing="run"),
    "accounts:run_file": page(thing="run"),
    # people and units
    "cadres:activate": PUBLIC,
    "cadres:cadre_list": page(Right.PEOPLE_READ),
    "cadres:cadre_detail": page(Right.PEOPLE_READ, thing="cadre", reads=Right.PEOPLE_READ),
    "cadres:cadre_contacts": page(
        Right.PEOPLE_READ, thing="cadre", reads=Right.PEOPLE_READ, answers=frozenset({200, 403})
    ),
    "cadres:code_issue": action(*_HELPS, thing="cadre", reads=_HELPS),
    "cadres:code_issue_unit": action(*_HELPS, thing="unit", reads=_HELPS),
    "cadres:link_send": action(*_HELPS, thing="cadre", reads=_HELPS),
    "cadres:link_send_unit": action(*_HELPS, thing="unit", reads=_HELPS),
    "cadres:unopened_home": page(*_HELPS, answers=frozenset({302})),
    "cadres:unopened_list": page(*_HELPS, thing="unit", reads=_HELPS),
    "cadres:invitation_new": page(Right.GRANT_MANAGE),
    "cadres:invitation_detail": page(Right.GRANT_MANAGE, thing="invitation"),
    "cadres:invitation_card": action(Right.GRANT_MANAGE, thing="invitation"),
    "cadres:invitation_link": action(Right.GRANT_MANAGE, thing="invitation"),
    "cadres:reset_code_give": page(Right.ACCOUNT_HELP, thing="cadre", reads=Right.PEOPLE_READ),
    "cadres:reset_code_told": page(answers=frozenset({200, 302})),
    "cadres:reset_code_use": PUBLIC,
    # signing up; of these people nobody did
    "cadres:sign_up": PUBLIC,
    "cadres:sign_up_notice": PUBLIC,
    "cadres:unit_search": Row(method="post", is_public=True),
    "cadres:card_ask": PUBLIC,
    "cadres:card_asked": PUBLIC,
    "cadres:registration_own": page(answers=frozenset({404})),
    "cadres:registration_correct": page(answers=frozenset({404})),
    "cadres:registration_withdraw": action(answers=frozenset({404})),
    "cadres:registration_contest": action(answers=frozenset({404})),
    "cadres:registration_detail": page(Right.PEOPLE_CONFIRM, thing="registration", reads=Right.PEOPLE_CONFIRM),
    "cadres:registration_decide": action(
        Right.PEOPLE_CONFIRM, thing="registration", reads=Right.PEOPLE_CONFIRM, answers=FORM
    ),
    "cadres:account_list": page(Right.SYSTEM_MANAGE),
    "cadres:account_detail": page(Right.SYSTEM_MANAGE, thing="account", reads=Right.SYSTEM_MANAGE),
    "cadres:account_suspend": action(Right.SYSTEM_MANAGE, thing="account", reads=Right.SYSTEM_MANAGE),
    "cadres:account_restore": action(Right.SYSTEM_MANAGE, thing="account", reads=Right.SYSTEM_MANAGE),
    "cadres:account_sign_out": action(Right.SYSTEM_MANAGE, thing="account", reads=Right.SYSTEM_MANAGE),
    "cadres:reset_list": page(Right.ACCOUNT_HELP, Right.SYSTEM_MANAGE),
    "cadres:reset_ask": page(Right.ACCOUNT_HELP, thing="helped_account", reads=Right.ACCOUNT_HELP),
    "cadres:reset_detail": page(
        *(Right.ACCOUNT_HELP, Right.SYSTEM_MANAGE), thing="factor_reset", reads=Right.SYSTEM_MANAGE
    ),
    "cadres:cadre_new": page(Right.PEOPLE_EDIT),
    "cadres:post_new": page(Right.PEOPLE_EDIT, thing="cadre", reads=Right.PEOPLE_READ, answers=frozenset({200, 403})),
    "cadres:post_leave": page(Right.PEOPLE_EDIT, thing="cadre", reads=Right.PEOPLE_EDIT, answers=frozenset({200, 403})),
    "cadres:post_correct": page(Right.PEOPLE_EDIT, thing="post", reads=Right.PEOPLE_EDIT),
    "cadres:post_main": page(Right.PEOPLE_EDIT, thing="post", reads=Right.PEOPLE_EDIT),
    "cadres:post_transfer": page(Right.PEOPLE_EDIT, thing="post", reads=Right.PEOPLE_EDIT),
    "cadres:exemption_new": page(
        Right.PEOPLE_EDIT, thing="cadre", reads=Right.PEOPLE_EDIT, answers=frozenset({200, 403})
    ),
    "cadres:remark": page(Right.PEOPLE_EDIT, thing="cadre", reads=Right.PEOPLE_EDIT, answers=frozenset({200, 403})),
    "cadres:exemption_edit": page(Right.PEOPLE_EDIT, thing="exemption", reads=Right.PEOPLE_EDIT),
    "cadres:exemption_return": page(Right.PEOPLE_EDIT, thing="exemption", reads=Right.PEOPLE_EDIT),
    "cadres:exemption_void": page(Right.PEOPLE_EDIT, thing="exemption", reads=Right.PEOPLE_EDIT),
    "cadres:transfer_list": page(*_KEEPS_PEOPLE),
    "cadres:transfer_detail": page(*_KEEPS_PEOPLE, thing="transfer", reads=_KEEPS_PEOPLE),
    "cadres:transfer_accept": action(*_KEEPS_PEOPLE, thing="transfer", reads=_KEEPS_PEOPLE),
    "cadres:transfer_refuse": action(*_KEEPS_PEOPLE, thing="transfer", reads=_KEEPS_PEOPLE),
    "cadres:transfer_withdraw": action(Right.PEOPLE_EDIT, thing="transfer", reads=_KEEPS_PEOPLE),
    "cadres:roster_list": page(Right.PEOPLE_READ),
    "cadres:roster_detail": page(Right.PEOPLE_READ, thing="unit", reads=Right.PEOPLE_READ),
    "cadres:roster_print": page(Right.PEOPLE_READ, thing="unit", reads=Right.PEOPLE_READ),
    "cadres:norm_edit": page(Right.PERIOD_MANAGE),
    "cadres:newcomer_list": page(*_KEEPS_PEOPLE),
    "cadres:newcomer_brief": action(*_KEEPS_PEOPLE, thing="post", reads=Right.PEOPLE_READ),
    "portal:first_week": page(answers=OWN_PAGE),
    "portal:consequences": page(Right.PEOPLE_EDIT, thing="cadre", reads=Right.PEOPLE_EDIT),
    "cadres:unit_list": page(Right.UNIT_READ),
    "cadres:unit_tree": page(Right.UNIT_READ),
    "cadres:unit_detail": page(Right.UNIT_READ, thing="unit", reads=Right.UNIT_READ),
    "cadres:import_new": page(Right.PEOPLE_EDIT),
    "cadres:import_template": page(Right.PEOPLE_EDIT),
    "cadres:import_detail": page(*_BRINGS_LISTS, thing="import", reads=Right.PEOPLE_EDIT),
    "cadres:import_apply": action(*_BRINGS_LISTS, thing="import", reads=Right.PEOPLE_EDIT),
    "cadres:import_wrong_rows": page(*_BRINGS_LISTS, thing="import", reads=Right.PEOPLE_EDIT),
    "cadres:sheet_new": page(*_BRINGS_LISTS, thing="sheet", answers=frozenset({200, 403})),
    "cadres:sheet_template": page(*_BRINGS_LISTS, thing="sheet", answers=frozenset({200, 403})),
    # who may do what
    "cadres:my_rights": page(),
    "cadres:unit_rights": page(Right.GRANT_MANAGE, thing="unit", reads=Right.GRANT_MANAGE),
    "cadres:grant_list": page(Right.GRANT_MANAGE),
    "cadres:grant_new": page(Right.GRANT_MANAGE),
    "cadres:grant_detail": page(Right.GRANT_MANAGE, thing="grant", reads=Right.GRANT_MANAGE),
    "cadres:grant_end": action(Right.GRANT_MANAGE, thing="grant", reads=Right.GRANT_MANAGE, answers=FORM),
    "cadres:grant_extend": action(Right.GRANT_MANAGE, thing="grant", reads=Right.GRANT_MANAGE, answers=FORM),
    "cadres:delegation_list": page(Right.GRANT_MANAGE, Right.PLEDGE_READ),
    "cadres:delegation_new": page(Right.GRANT_MANAGE, answers=frozenset({200, 403})),
    "cadres:delegation_end": page(
        *(Right.GRANT_MANAGE, Right.PLEDGE_READ), thing="delegation", reads=Right.GRANT_MANAGE, answers=OWN_PAGE
    ),
    "cadres:supervision_map": page(Right.REPORT_READ),
    "cadres:supervision_print": page(Right.REPORT_READ),
    "cadres:supervision_new": page(Right.GRANT_MANAGE, thing="unit", reads=Right.GRANT_MANAGE),
    "cadres:supervision_end": action(Right.GRANT_MANAGE, thing="charge", reads=Right.GRANT_MANAGE),
    # the audit trail and the row history
    "cadres:cadre_history": page(Right.PEOPLE_READ, thing="cadre", reads=Right.PEOPLE_READ),
    "cadres:unit_history": page(Right.UNIT_READ, thing="unit", reads=Right.UNIT_READ),
    "criteria:pledge_history": page(Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge", reads=Right.PLEDGE_READ),
    "fieldvisits:plan_history": page(*_READS_VISITS, thing="plan", reads=Right.VISIT_READ),
    "evaluations:history": page(
        *(Right.EVALUATION_READ, *_DECIDES_RESULTS), thing="evaluation", reads=Right.EVALUATION_READ
    ),
    "cadres:trail_list": page(Right.AUDIT_READ),
    "cadres:trail_print": page(Right.AUDIT_READ),
    "cadres:trail_detail": page(Right.AUDIT_READ, thing="trail_row", reads=Right.EVALUATION_READ),
    "cadres:trail_thing": page(Right.AUDIT_READ, thing="trail_thing", reads=Right.EVALUATION_READ),
    "cadres:cadre_trail": page(
        Right.PEOPLE_READ, thing="cadre", reads=Right.PEOPLE_READ, answers=frozenset({200, 403})
    ),
    # personal data
    "cadres:data_request_new": action(answers=FORM),
    "cadres:data_request_detail": page(thing="data_request", reads=Right.PRIVACY_ANSWER),
    "cadres:data_request_list": page(Right.PRIVACY_ANSWER),
    "cadres:data_request_answer": action(
        Right.PRIVACY_ANSWER, thing="data_request", reads=Right.PRIVACY_ANSWER, answers=FORM
    ),
    "cadres:data_forget": page(Right.PRIVACY_ANSWER, thing="anybody"),
    # the tree changes
    "cadres:unit_change": page(
        Right.UNIT_EDIT, thing="unit_change", reads=Right.UNIT_EDIT, answers=frozenset({200, 403})
    ),
    "cadres:unit_after_merger": page(Right.UNIT_EDIT, thing="unit", reads=Right.UNIT_EDIT),
    "cadres:reorganisation_list": page(Right.UNIT_EDIT),
    "cadres:reorganisation_template": page(Right.UNIT_EDIT),
    "cadres:reorganisation_detail": page(Right.UNIT_EDIT, thing="reorganisation", reads=Right.UNIT_EDIT),
    "cadres:reorganisation_confirm": action(Right.UNIT_EDIT, thing="reorganisation", reads=Right.UNIT_EDIT),
    "cadres:reorganisation_cancel": action(Right.UNIT_EDIT, thing="reorganisation", reads=Right.UNIT_EDIT),
    "cadres:reorganisation_renew": action(Right.UNIT_EDIT, thing="reorganisation", reads=Right.UNIT_EDIT),
    "cadres:hand_decision_list": page(Right.UNIT_EDIT),
    "cadres:hand_decision": page(Right.UNIT_EDIT, thing="hand_decision", reads=Right.UNIT_EDIT),
    # periods, programmes, pledges
    "criteria:criteria_page": page(),
    "criteria:period_list": page(Right.PERIOD_MANAGE),
    "criteria:period_new": action(Right.PERIOD_MANAGE, answers=FORM),
    "criteria:period_detail": page(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
    "criteria:period_edit": page(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
    "criteria:period_confirm": page(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
    "criteria:phase_list": page(Right.PERIOD_MANAGE),
    "criteria:phase_detail": page(Right.PERIOD_MANAGE, thing="phase", reads=Right.PERIOD_MANAGE),
    "criteria:period_move": action(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
    "criteria:policy_list": page(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
    "criteria:policy_edit": page(Right.PERIOD_MANAGE, thing="policy", reads=Right.PERIOD_MANAGE),
    "criteria:holiday_list": page(Right.PERIOD_MANAGE),
    "criteria:holiday_national": action(Right.PERIOD_MANAGE),
    "criteria:holiday_edit": page(Right.PERIOD_MANAGE, thing="holiday", reads=Right.PERIOD_MANAGE),
    "criteria:holiday_remove": page(Right.PERIOD_MANAGE, thing="holiday", reads=Right.PERIOD_MANAGE),
    "criteria:set_list": page(Right.PERIOD_MANAGE),
    "criteria:set_detail": page(Right.PERIOD_MANAGE, thing="statement_set", reads=Right.PERIOD_MANAGE),
    "criteria:set_begin": action(Right.PERIOD_MANAGE, thing="statement_set", reads=Right.PERIOD_MANAGE),
    "criteria:set_publish": action(Right.PERIOD_MANAGE, thing="statement_set", reads=Right.PERIOD_MANAGE, answers=FORM),
    "criteria:set_discard": action(Right.PERIOD_MANAGE, thing="statement_set", reads=Right.PERIOD_MANAGE),
    "criteria:statement_new": page(Right.PERIOD_MANAGE, thing="statement_set", reads=Right.PERIOD_MANAGE),
    "criteria:statement_restore": action(Right.PERIOD_MANAGE, thing="statement_set", reads=Right.PERIOD_MANAGE),
    "criteria:statement_edit": page(Right.PERIOD_MANAGE, thing="statement", reads=Right.PERIOD_MANAGE),
    "criteria:statement_remove": action(Right.PERIOD_MANAGE, thing="statement", reads=Right.PERIOD_MANAGE),
    "criteria:period_set": action(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
    "criteria:programme_list": page(Right.PROGRAMME_READ),
    "criteria:programme_start": action(Right.PROGRAMME_EDIT, thing="unit_pk", reads=Right.UNIT_READ),
    "criteria:programme_detail": page(Right.PROGRAMME_READ, thing="programme", reads=Right.PROGRAMME_READ),
    "criteria:programme_edit": page(
        *(Right.PROGRAMME_EDIT,),
        thing="programme",
        reads=Right.PROGRAMME_READ,
        answers=frozenset({200, 302, 403}),
    ),
    "criteria:programme_print": page(Right.PROGRAMME_READ, thing="programme", reads=Right.PROGRAMME_READ),
    "criteria:focus_edit": page(
        Right.PROGRAMME_EDIT, thing="focus", reads=Right.PROGRAMME_READ, answers=frozenset({200, 302, 403})
    ),
    "criteria:focus_remove": action(Right.PROGRAMME_EDIT, thing="focus", reads=Right.PROGRAMME_READ),
    "criteria:programme_discard": action(Right.PROGRAMME_EDIT, thing="programme", reads=Right.PROGRAMME_READ),
    "criteria:programme_report": action(
        Right.PROGRAMME_EDIT, thing="programme", reads=Right.PROGRAMME_READ, answers=FORM
    ),
    "criteria:event_new": action(Right.PROGRAMME_EDIT, thing="solution", reads=Right.PROGRAMME_READ, answers=FORM),
    "criteria:event_detail": page(Right.PROGRAMME_READ, thing="event", reads=Right.PROGRAMME_READ),
    "criteria:event_edit": action(Right.PROGRAMME_EDIT, thing="event", reads=Right.PROGRAMME_READ, answers=FORM),
    "criteria:event_remove": action(Right.PROGRAMME_EDIT, thing="event", reads=Right.PROGRAMME_READ),
    "criteria:attendance_edit": page(
        Right.PROGRAMME_EDIT, thing="event", reads=Right.PROGRAMME_READ, answers=frozenset({200, 403})
    ),
    "criteria:attendance_mark": action(Right.PROGRAMME_EDIT, thing="event", reads=Right.PROGRAMME_READ),
    "criteria:attendance_read": action(Right.PROGRAMME_EDIT, thing="event", reads=Right.PROGRAMME_READ, answers=FORM),
    "criteria:attendance_template": page(
        Right.PROGRAMME_EDIT, thing="event", reads=Right.PROGRAMME_READ, answers=frozenset({200, 403})
    ),
    "criteria:attended_panel": page(Right.PEOPLE_READ, thing="cadre", reads=Right.PEOPLE_READ),
    "criteria:solution_progress": action(
        Right.PROGRAMME_EDIT, thing="solution", reads=Right.PROGRAMME_READ, answers=FORM
    ),
    "criteria:programme_above": page(Right.PROGRAMME_READ, thing="unit_pk", reads=Right.PROGRAMME_READ),
    "criteria:programme_receive": action(
        Right.PROGRAMME_EDIT, thing="unit_pk", reads=Right.PROGRAMME_READ, answers=GONE
    ),
    "criteria:focus_take": action(Right.PROGRAMME_EDIT, thing="unit_pk", reads=Right.PROGRAMME_READ, answers=GONE),
    "criteria:programme_spread": page(Right.PROGRAMME_READ, thing="programme", reads=Right.PROGRAMME_READ),
    "criteria:programme_below": page(
        Right.PROGRAMME_READ, thing="programme", reads=Right.PROGRAMME_READ, answers=frozenset({200, 403})
    ),
    "criteria:copy_down_new": page(
        Right.PROGRAMME_EDIT, thing="programme", reads=Right.PROGRAMME_READ, answers=frozenset({200, 302, 403})
    ),
    "criteria:copy_down_result": page(Right.PROGRAMME_EDIT, thing="copy_run"),
    "criteria:copy_down_undo": action(Right.PROGRAMME_EDIT, thing="copy_run"),
    # good models: accepted ones are for all, one that waits is for whoever sees where it comes from
    "criteria:good_model_list": page(*_READS_MODELS),
    "criteria:good_model_detail": page(*_READS_MODELS, thing="good_model", reads=Right.PROGRAMME_READ),
    "criteria:good_model_withdraw": action(*_READS_MODELS, thing="good_model", reads=Right.PROGRAMME_READ),
    "criteria:good_model_hide": action(
        Right.PERIOD_MANAGE, thing="good_model", reads=Right.PROGRAMME_READ, answers=FORM
    ),
    "criteria:good_model_take": action(Right.PROGRAMME_EDIT, thing="good_model", reads=Right.PROGRAMME_READ),
    "criteria:good_model_pledge": action(Right.PLEDGE_WRITE, thing="good_model", reads=Right.PROGRAMME_READ),
    "criteria:good_model_from_solution": page(
        Right.PROGRAMME_EDIT, thing="solution", reads=Right.PROGRAMME_READ, answers=frozenset({200, 403})
    ),
    "criteria:good_model_from_item": page(Right.PLEDGE_WRITE, thing="pledge_item"),
    "criteria:solution_evidence_add": action(
        Right.PROGRAMME_EDIT, thing="solution", reads=Right.PROGRAMME_READ, answers=FORM
    ),
    "criteria:solution_evidence_file": page(
        Right.PROGRAMME_READ, thing="solution_evidence", reads=Right.PROGRAMME_READ
    ),
    "criteria:solution_evidence_take_down": action(
        *(Right.PROGRAMME_EDIT, Right.PROGRAMME_DECIDE, Right.PERIOD_MANAGE),
        thing="solution_evidence",
        reads=Right.PROGRAMME_READ,
        answers=FORM,
    ),
    "criteria:item_evidence_add": action(Right.PLEDGE_WRITE, Right.PLEDGE_ENTER, thing="pledge_item", answers=FORM),
    "criteria:item_evidence_file": page(
        Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="item_evidence", reads=Right.PLEDGE_READ
    ),
    "criteria:item_evidence_take_down": action(
        *(Right.PLEDGE_WRITE, Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE),
        thing="item_evidence",
        reads=Right.PLEDGE_READ,
        answers=FORM,
    ),
    "criteria:example_list": page(Right.PLEDGE_READ),
    "criteria:example_detail": page(Right.PLEDGE_READ, thing="example"),
    "criteria:extension_list": page(Right.PLEDGE_READ),
    "criteria:extension_new": page(Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE),
    "criteria:extension_revoke": action(
        *(Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE), thing="extension", reads=Right.PLEDGE_READ
    ),
    "criteria:pledge_mine": page(Right.PLEDGE_WRITE, answers=frozenset({200, 302})),
    "criteria:pledge_start": action(Right.PLEDGE_WRITE),
    "criteria:pledge_list": page(Right.PLEDGE_READ),
    "criteria:late_list": page(Right.PLEDGE_REMIND),
    "criteria:late_bulk": action(Right.PLEDGE_REMIND),
    "criteria:reminder_log": page(Right.PLEDGE_REMIND),
    "criteria:late_remind": action(Right.PLEDGE_REMIND, thing="post", reads=Right.PLEDGE_REMIND),
    "criteria:late_call": page(Right.PLEDGE_REMIND, thing="post", reads=Right.PLEDGE_REMIND),
    "criteria:pledge_detail": page(Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge", reads=Right.PLEDGE_READ),
    "criteria:pledge_word": page(Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge", reads=Right.PLEDGE_READ),
    "criteria:pledge_book_new": page(Right.PLEDGE_READ),
    "criteria:pledge_print": page(Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge", reads=Right.PLEDGE_READ),
    "criteria:pledge_cancel": action(Right.PEOPLE_EDIT, thing="pledge", reads=Right.PLEDGE_READ),
    "criteria:workbook_new": page(Right.PLEDGE_ENTER),
    "criteria:entry_list": page(Right.PLEDGE_ENTER),
    "criteria:entry_start": action(Right.PLEDGE_ENTER, thing="cadre_pk", reads=Right.PEOPLE_READ),
    "criteria:entry_review": page(Right.PLEDGE_ENTER, thing="pledge_entered"),
    "criteria:entry_submit": action(Right.PLEDGE_ENTER, thing="pledge_entered", answers=FORM),
    "criteria:entry_paper_add": action(Right.PLEDGE_ENTER, thing="pledge_entered"),
    "criteria:entry_paper": page(Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge_paper", reads=Right.PLEDGE_READ),
    "criteria:entry_paper_remove": action(Right.PLEDGE_ENTER, thing="pledge_paper", reads=Right.PLEDGE_READ),
    "criteria:entry_paper_take_down": action(
        *(Right.PLEDGE_ENTER, Right.PLEDGE_WRITE, Right.PLEDGE_DECIDE, Right.PERIOD_MANAGE),
        thing="pledge_paper",
        reads=Right.PLEDGE_READ,
    ),
    "criteria:entry_answer": action(Right.PLEDGE_WRITE, thing="pledge", reads=Right.PLEDGE_READ),
    "criteria:pledge_step": page(Right.PLEDGE_WRITE, Right.PLEDGE_ENTER, thing="pledge_step"),
    "criteria:pledge_short": page(Right.PLEDGE_WRITE, thing="pledge_step", answers=frozenset({302})),
    "criteria:work_plan_file": page(
        Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge_plan", reads=Right.PLEDGE_READ
    ),
    "criteria:pledge_submit": action(Right.PLEDGE_WRITE, thing="pledge_draft", answers=FORM),
    "criteria:item_detail": page(
        Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="followed_item", reads=Right.PLEDGE_READ
    ),
    "criteria:item_check": action(*_DECIDES_PLEDGES, thing="followed_item", reads=Right.PLEDGE_READ, answers=FORM),
    "criteria:check_list": page(*_DECIDES_PLEDGES),
    "criteria:pledge_check": page(
        *_DECIDES_PLEDGES, thing="followed_pledge", reads=Right.PLEDGE_READ, answers=frozenset({200, 403})
    ),
    "criteria:amendment_new": page(Right.PLEDGE_WRITE, thing="pledge_draft", answers=frozenset({200, 302})),
    "criteria:amendment_detail": page(
        Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="amendment", reads=Right.PLEDGE_READ
    ),
    "criteria:amendment_withdraw": action(Right.PLEDGE_WRITE, thing="own_amendment"),
    "criteria:pledge_versions": page(Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="pledge", reads=Right.PLEDGE_READ),
    "criteria:midyear_list": page(Right.PLEDGE_READ),
    "criteria:midyear_detail": page(
        Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="followed_pledge", reads=Right.PLEDGE_READ
    ),
    "criteria:midyear_print": page(
        Right.PLEDGE_READ, Right.PLEDGE_DECIDE, thing="followed_pledge", reads=Right.PLEDGE_READ
    ),
    "criteria:midyear_send": action(Right.PLEDGE_WRITE, thing="pledge_draft", answers=FORM),
    "criteria:midyear_remark": action(
        *_DECIDES_PLEDGES, thing="followed_pledge", reads=Right.PLEDGE_READ, answers=FORM
    ),
    "criteria:sample_list": page(Right.PLEDGE_INSPECT),
    "criteria:sample_new": action(Right.PLEDGE_INSPECT, answers=FORM),
    "criteria:sample_detail": page(Right.PLEDGE_INSPECT, thing="sample", reads=Right.PLEDGE_INSPECT),
    "criteria:sample_find": action(Right.PLEDGE_INSPECT, thing="sample_item", reads=Right.PLEDGE_INSPECT, answers=FORM),
    "criteria:item_progress": action(Right.PLEDGE_WRITE, Right.PLEDGE_ENTER, thing="pledge_item", answers=FORM),
    # evaluations
    "evaluations:mine": page(Right.EVALUATION_SELF),
    "evaluations:list": page(Right.EVALUATION_READ),
    "evaluations:inbox": page(Right.EVALUATION_PARTY, *_DECIDES_RESULTS),
    "evaluations:bulk": action(*_DECIDES_RESULTS),
    "evaluations:open": action(Right.PERIOD_MANAGE, thing="period_pk", reads=Right.PERIOD_MANAGE),
    "evaluations:result_panel": page(Right.EVALUATION_READ, thing="cadre_pk", reads=Right.PEOPLE_READ),
    "evaluations:detail": page(
        *(Right.EVALUATION_READ, *_DECIDES_RESULTS), thing="evaluation", reads=Right.EVALUATION_READ
    ),
    "evaluations:print": page(
        *(Right.EVALUATION_READ, *_DECIDES_RESULTS),
        thing="evaluation",
        reads=Right.EVALUATION_READ,
        answers=frozenset({200, 403}),
    ),
    "evaluations:self_assess": page(
        Right.EVALUATION_SELF, thing="evaluation", reads=Right.EVALUATION_READ, answers=frozenset({200, 403})
    ),
    "evaluations:union_assess": page(
        *_DECIDES_RESULTS, thing="evaluation", reads=Right.EVALUATION_READ, answers=frozenset({200, 403})
    ),
    "evaluations:party_assess": page(
        Right.EVALUATION_PARTY, thing="evaluation", reads=Right.EVALUATION_READ, answers=frozenset({200, 403})
    ),
    "evaluations:step": action(*_DECIDES_RESULTS, thing="evaluation_step", reads=Right.EVALUATION_READ, answers=FORM),
    "evaluations:waive": action(*_DECIDES_RESULTS, thing="evaluation", reads=Right.EVALUATION_READ, answers=FORM),
    "evaluations:answer": action(*_DECIDES_RESULTS, thing="evaluation", reads=Right.EVALUATION_READ, answers=FORM),
    "evaluations:reconsider": action(
        Right.EVALUATION_SELF, thing="evaluation", reads=Right.EVALUATION_READ, answers=FORM
    ),
    "evaluations:breach_list": page(Right.BREACH_RECORD),
    "evaluations:breach_new": action(Right.BREACH_RECORD, answers=FORM),
    "evaluations:breach_detail": page(
        Right.BREACH_RECORD, Right.EVALUATION_SELF, thing="breach", reads=Right.BREACH_RECORD
    ),
    "evaluations:breach_conclude": action(Right.BREACH_RECORD, thing="breach", reads=Right.BREACH_RECORD, answers=FORM),
    # reports; a figure is opened by those who may read what it counts
    "reports:dashboard": page(Right.REPORT_READ),
    "reports:unit_lines": page(Right.REPORT_READ, thing="unit", reads=Right.REPORT_READ, answers=frozenset({200, 302})),
    "reports:unit_remind": action(Right.REPORT_READ, thing="unit", reads=Right.REPORT_READ),
    "reports:late_remind": action(Right.REPORT_READ),
    "reports:roll_up_start": action(Right.REPORT_FREEZE),
    "reports:workbook_new": page(Right.REPORT_READ),
    "reports:snapshot_new": page(Right.REPORT_FREEZE),
    "reports:snapshot_list": page(Right.REPORT_READ),
    "reports:snapshot_detail": page(Right.REPORT_READ, thing="snapshot", answers=frozenset({200})),
    "reports:snapshot_verify": action(Right.REPORT_READ, thing="snapshot"),
    "reports:snapshot_rows": page(Right.REPORT_READ, thing="snapshot_code", answers=frozenset({200, 403})),
    "reports:rows": page(Right.REPORT_READ, thing="measure", answers=frozenset({200, 403})),
    # base visits
    "fieldvisits:plan_mine": page(Right.VISIT_WRITE),
    "fieldvisits:plan_start": action(Right.VISIT_WRITE),
    "fieldvisits:plan_edit": page(Right.VISIT_WRITE, thing="plan", reads=Right.VISIT_READ, answers=OWN_PAGE),
    "fieldvisits:plan_submit": action(Right.VISIT_WRITE, thing="plan", reads=Right.VISIT_READ),
    "fieldvisits:plan_detail": page(*_READS_VISITS, thing="plan", reads=Right.VISIT_READ),
    "fieldvisits:plan_print": page(*_READS_VISITS, thing="plan", reads=Right.VISIT_READ),
    "fieldvisits:item_drop": action(Right.VISIT_WRITE, thing="plan_item", reads=Right.VISIT_READ),
    "fieldvisits:visit_list": page(Right.VISIT_READ),
    "fieldvisits:visit_new": page(Right.VISIT_WRITE),
    "fieldvisits:visit_detail": page(*_READS_VISITS, thing="visit", reads=Right.VISIT_READ),
    "fieldvisits:visit_report": page(Right.VISIT_WRITE, thing="visit", reads=Right.VISIT_READ, answers=OWN_PAGE),
    "fieldvisits:visit_panel": page(Right.PEOPLE_READ, thing="cadre", reads=Right.PEOPLE_READ),
    "fieldvisits:photo_add": action(Right.VISIT_WRITE, thing="visit", reads=Right.VISIT_READ),
    "fieldvisits:photo_file": page(*_READS_VISITS, thing="photo", reads=Right.VISIT_READ),
    "fieldvisits:photo_remove": action(Right.VISIT_WRITE, thing="photo", reads=Right.VISIT_READ, answers=GONE),
    "fieldvisits:followup_list": page(*_READS_VISITS),
    "fieldvisits:followup_detail": page(*_READS_VISITS, thing="followup", reads=Right.VISIT_READ),
    "fieldvisits:followup_move": action(*_READS_VISITS, thing="followup", reads=Right.VISIT_READ, answers=FORM),
    "fieldvisits:quota_list": page(Right.PERIOD_MANAGE),
    "fieldvisits:quota_defaults": action(Right.PERIOD_MANAGE, thing="period", reads=Right.PERIOD_MANAGE),
}
