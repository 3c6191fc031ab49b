"""Which act opens which address: one line for every address of the house.

`DoorsMiddleware` asks here before a view runs, so that no view can forget to; where the act may be
done is asked by the view and, once more, by the action. An address without a line stays closed to
everybody, and `tests/config/test_doors.py` fails the build.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.http import Http404, HttpRequest, HttpResponse

from naikkelas.config import why
from naikkelas.lib.actors import Act

OPEN = "open"
"""Open to everybody: signing in, following an invitation, the logo."""
OWN = "own"
"""About the signed-in person themself, whatever their post."""

Door = Act | tuple[Act, ...] | str

_VERIFY = (Act.VERIFY_FIELD, Act.VERIFY_DISTRICT, Act.ENDORSE)
_WORKS_WITH = (Act.DRAFT, Act.SEE_PERSONAL, Act.MENTOR, Act.DO_STEP)

DOORS: Mapping[str, Door] = MappingProxyType(
    {
        # Signing in, and what belongs to one's own account.
        "accounts:sign_in": OPEN,
        "accounts:sign_out": OPEN,
        "accounts:forgotten": OPEN,
        "accounts:invitation": OPEN,
        "accounts:pin": OWN,
        "accounts:pin_set": OWN,
        "accounts:choose_post": OWN,
        "accounts:contact": OWN,
        "accounts:devices": OWN,
        "accounts:remove_device": OWN,
        "accounts:remove_all_devices": OWN,
        "accounts:rights": OWN,
        "why": OWN,
        "account_login": OPEN,
        "account_logout": OPEN,
        "account_inactive": OPEN,
        "account_reset_password_from_key": OPEN,
        "account_reset_password_from_key_done": OPEN,
        "account_change_password": OWN,
        "account_set_password": OWN,
        "account_reauthenticate": OWN,
        "mfa_authenticate": OPEN,
        "mfa_login_webauthn": OPEN,
        "mfa_index": OWN,
        "mfa_reauthenticate": OWN,
        "mfa_reauthenticate_webauthn": OWN,
        "mfa_activate_totp": OWN,
        "mfa_deactivate_totp": OWN,
        "mfa_view_recovery_codes": OWN,
        "mfa_generate_recovery_codes": OWN,
        "mfa_list_webauthn": OWN,
        "mfa_add_webauthn": OWN,
        "mfa_remove_webauthn": OWN,
        "socialaccount_login_cancelled": OPEN,
        "socialaccount_login_error": OPEN,
        "openid_connect_login": OPEN,
        "openid_connect_callback": OPEN,
        # People and posts.
        "accounts:post_list": Act.MANAGE_PEOPLE,
        "accounts:post_new": Act.MANAGE_PEOPLE,
        "accounts:post": Act.MANAGE_PEOPLE,
        "accounts:invite": Act.MANAGE_PEOPLE,
        "accounts:hand_over": Act.MANAGE_PEOPLE,
        "accounts:change_areas": Act.MANAGE_PEOPLE,
        "accounts:end_holding": Act.MANAGE_PEOPLE,
        "accounts:post_close": Act.MANAGE_PEOPLE,
        "accounts:withdraw_invitation": Act.MANAGE_PEOPLE,
        "accounts:set_active": Act.MANAGE_PEOPLE,
        "accounts:reset_password": Act.MANAGE_PEOPLE,
        "accounts:remove_factors": Act.MANAGE_PEOPLE,
        # The trail and personal data.
        "audit:trail": Act.READ_TRAIL,
        "audit:trail_csv": Act.READ_TRAIL,
        "audit:history": Act.READ_TRAIL,
        "audit:register": (Act.READ_TRAIL, Act.GUARD_PRIVACY),
        "accounts:my_data": OWN,
        "accounts:personal_data": OWN,  # one's own; that of others for their PPDP, else 404
        "accounts:personal_viewers": OWN,
        "accounts:personal_download": OWN,
        "accounts:personal_reveal": Act.SEE_PERSONAL,
        "accounts:privacy_requests": Act.GUARD_PRIVACY,
        "accounts:privacy_request": Act.GUARD_PRIVACY,
        # Areas and settings.
        "areas:settings": Act.CONFIGURE,
        "areas:boundaries": Act.CONFIGURE,
        "areas:codes": Act.CONFIGURE,
        "areas:search": Act.SEE,
        "areas:logo": OPEN,
        # Kampung and reports.
        "registry:kampung_new": Act.REGISTER,
        "registry:kampung_edit": Act.DRAFT,
        "registry:kampung_deactivate": Act.REGISTER,
        "registry:kampung_activate": Act.REGISTER,
        "registry:report_fill": Act.DRAFT,
        "registry:report_draft": Act.DRAFT,
        "registry:report_paper": Act.DRAFT,
        "activities:activity_paper": Act.DRAFT,
        "registry:report_check": Act.DRAFT,
        "registry:report_list": Act.SEE,
        "registry:report_show": Act.SEE,
        "registry:report_sent": Act.SEE,
        "registry:kampung_trail": Act.SEE,
        "registry:report_reveal": Act.SEE_PERSONAL,
        "registry:evidence_list": Act.SEE,
        "registry:evidence_open": (Act.DRAFT, Act.SEE_PERSONAL),
        "registry:evidence_file": (Act.DRAFT, Act.SEE_PERSONAL),
        "registry:evidence_withdraw": Act.DRAFT,
        # Who is who is seen by all who see the kampung; names by `registry.access.may_see_people`.
        "registry:pokja_show": Act.SEE,
        "registry:pokja_chart": Act.SEE,
        "registry:pokja_decree": Act.SEND,
        "registry:pokja_renew": Act.SEND,
        "registry:pokja_end": Act.SEND,
        "registry:pokja_reopen": Act.SEND,
        "registry:seksi_new": Act.SEND,
        "registry:seksi_withdraw": Act.SEND,
        "registry:seat_hand_over": Act.SEND,
        "registry:seat_resume": Act.SEND,
        "registry:training_new": Act.SEND,
        "registry:kader_new": Act.SEND,
        "registry:kader_show": (Act.DRAFT, Act.SEE_PERSONAL),
        "registry:kader_edit": Act.SEND,
        "registry:kader_appoint": Act.SEND,
        "registry:kader_phone": Act.SEE_PERSONAL,
        "registry:consent_new": Act.SEND,
        "registry:consent_withdraw": Act.SEND,
        "registry:training_withdraw": Act.SEND,
        "registry:kader_leave": Act.SEND,
        "registry:kader_return": Act.SEND,
        "registry:kader_forget": Act.SEND,
        "registry:group_list": Act.SEE,
        "registry:group_new": Act.DRAFT,
        "registry:group_show": Act.SEE,
        "registry:group_edit": Act.DRAFT,
        "registry:group_stop": Act.DRAFT,
        "registry:group_undo": Act.DRAFT,
        "registry:dataku": Act.SEE,
        "registry:dataku_undo": Act.DRAFT,
        "registry:innovation_list": Act.SEE,
        "registry:innovation_new": Act.DRAFT,
        "registry:innovation_show": Act.SEE,
        "registry:innovation_edit": Act.DRAFT,
        "registry:innovation_stop": Act.DRAFT,
        "registry:innovation_undo": Act.DRAFT,
        "activities:evidence_new": Act.DRAFT,
        # Thematic villages.
        "themes:home": Act.SEE,
        "themes:theme": Act.SEE,
        "themes:theme_csv": Act.EXPORT,
        "themes:matrix": Act.SEE,
        "themes:new": Act.KEEP_THEMES,
        "themes:edit": Act.KEEP_THEMES,
        "themes:matrix_file": Act.EXPORT,
        "themes:kampung": Act.SEE,
        "themes:answer": Act.DRAFT,
        "themes:check": _VERIFY,
        "themes:join": Act.KEEP_THEMES,
        "themes:leave": Act.KEEP_THEMES,
        "themes:award": Act.KEEP_THEMES,
        "themes:restore": Act.KEEP_THEMES,
        # The year plan: read by all, worked on by the Pokja, approved through the PKB.
        "activities:rkm_list": Act.SEE,
        "activities:rkm": Act.SEE,
        "activities:rkm_item": Act.SEE,
        "activities:rkm_item_new": Act.DRAFT,
        "activities:rkm_item_edit": Act.DRAFT,
        "activities:rkm_item_strike": Act.DRAFT,
        "activities:rkm_item_restore": Act.DRAFT,
        "activities:rkm_carry_over": Act.DRAFT,
        "activities:rkm_agree": Act.SEND,
        "activities:rkm_reopen": Act.SEND,
        "activities:rkm_approve": Act.VERIFY_FIELD,
        "activities:rkm_paper": Act.SEE,
        "activities:rkm_csv": Act.EXPORT,
        "activities:rkm_workbook": Act.EXPORT,
        "roadmap:steps_to_rkm": Act.DRAFT,
        "activities:list": Act.SEE,
        "activities:new": Act.DRAFT,
        "activities:suggest": Act.DRAFT,
        "activities:show": Act.SEE,
        "activities:edit": Act.DRAFT,
        "activities:choose": Act.DRAFT,
        "activities:withdraw": Act.DRAFT,
        "activities:restore": Act.DRAFT,
        "activities:photos": Act.DRAFT,
        "activities:photo_change": Act.DRAFT,
        "activities:photo_file": (Act.DRAFT, Act.SEE_PERSONAL),
        "activities:review_queue": _VERIFY,
        "activities:review_show": _VERIFY,
        "insights:activity_sent": Act.SEE,
        # The phone: these say in JSON who may not, so they look for themselves.
        "activities:waiting": Act.DRAFT,
        "activities:phone_greet": OPEN,
        "activities:phone_send": OPEN,
        "activities:phone_photo_begin": OPEN,
        "activities:phone_photo": OPEN,
        "activities:phone_standing": OPEN,
        "activities:phone_provide": OPEN,
        # The phone app: the same files for everybody; what is personal comes by the handshake.
        "activities:app": OPEN,
        "activities:app_worker": OPEN,
        "activities:app_manifest": OPEN,
        "activities:app_repair": OPEN,
        "activities:app_online": Act.DRAFT,
        "registry:quality_list": Act.SEE,
        "registry:quality_item": Act.SEE,
        "registry:quality_csv": Act.EXPORT,
        "registry:review_queue": _VERIFY,
        "registry:review_show": _VERIFY,
        "registry:month_list": Act.LOCK_MONTH,
        # Meetings and tasks.
        "registry:meeting_list": Act.SEE,
        "registry:meeting_new": Act.DRAFT,
        "registry:meeting": Act.SEE,
        "registry:meeting_edit": Act.DRAFT,
        "registry:meeting_cancel": Act.DRAFT,
        "registry:meeting_tick": Act.DRAFT,
        "registry:meeting_confirm": Act.DRAFT,
        "registry:meeting_code": Act.DRAFT,
        "registry:meeting_paper": Act.SEE,
        "registry:minutes_write": Act.DRAFT,
        "registry:decision_new": Act.DRAFT,
        "registry:task_list": (Act.DRAFT, Act.SEE_PERSONAL),
        "registry:task": (Act.DRAFT, Act.SEE_PERSONAL),
        "registry:calendar": Act.DRAFT,
        "registry:calendar_download": Act.SEE,
        "registry:calendar_feed": OPEN,  # whoever has the secret address
        "registry:check_in": OPEN,  # whoever stands before the code
        "registry:reminder_list": Act.SEE,
        # Mentoring: visits, what was agreed, who goes where.
        "coaching:mentors": (Act.MENTOR, Act.COORDINATE, Act.DECIDE_PLAN),
        "coaching:mentors_of": Act.COORDINATE,
        "coaching:plan": (Act.MENTOR, Act.COORDINATE, Act.DECIDE_PLAN),
        "coaching:plan_new": Act.MENTOR,
        "coaching:planned": Act.MENTOR,
        "coaching:propose": Act.MENTOR,
        "coaching:followups": _WORKS_WITH,
        "coaching:visits": Act.SEE,
        "coaching:visit_new": Act.MENTOR,
        "coaching:visit": _WORKS_WITH,
        "coaching:visit_correct": Act.MENTOR,
        "coaching:visit_withdraw": Act.MENTOR,
        "coaching:visit_sign": Act.DRAFT,
        "coaching:visit_photo": Act.MENTOR,
        "coaching:photo_file": _WORKS_WITH,
        "coaching:followup": _WORKS_WITH,
        # The roadmap: reading it, asking the planner, deciding, doing the steps.
        "roadmap:home": Act.SEE,
        "roadmap:plan": Act.SEE,
        "roadmap:scenario": Act.SEE,
        "roadmap:scenario_list": Act.SEE,
        "roadmap:scenario_new": Act.PLAN,
        "roadmap:scenario_again": Act.PLAN,
        "roadmap:scenario_enforce": Act.DECIDE_PLAN,
        "roadmap:scenario_compare": Act.SEE,
        "roadmap:what_if": Act.SEE,
        "roadmap:kampung_list": Act.SEE,
        "roadmap:explanation": Act.SEE,
        "roadmap:warnings": Act.SEE,
        "roadmap:annex": Act.SEE,
        "roadmap:workbook": Act.EXPORT,
        "roadmap:inputs": Act.EXPORT,
        "roadmap:lock_list": Act.SEE,
        "roadmap:catalogue": Act.SEE,
        "roadmap:catalogue_action": Act.SEE,
        "roadmap:means": Act.SEE,
        "roadmap:learning": Act.SEE,
        "coaching:effects_home": Act.SEE,
        "coaching:effects": Act.SEE,
        "coaching:effects_csv": Act.EXPORT,
        "roadmap:step_list": Act.SEE,
        "roadmap:step": Act.SEE,
        "roadmap:kampung_steps": Act.SEE,
        # Partners: read by all who see the area; kept by coordinators, supported by partners.
        "partners:home": Act.SEE,
        "partners:area": Act.SEE,
        "partners:kampung": Act.SEE,
        "partners:mitra_list": Act.SEE,
        "partners:mitra": Act.SEE,
        "partners:mitra_new": Act.COORDINATE,
        "partners:mitra_edit": Act.COORDINATE,
        "partners:mitra_end": Act.COORDINATE,
        "partners:mitra_phone": Act.SEE_PERSONAL,
        "partners:need_list": Act.SEE,
        "partners:need": Act.SEE,
        "partners:need_propose": Act.COORDINATE,
        "partners:need_new": Act.COORDINATE,
        "partners:need_reopen": Act.COORDINATE,
        "partners:commitment_list": Act.SEE,
        "partners:commitment": Act.SEE,
        "partners:commitment_step": (Act.COMMIT, Act.COORDINATE),
        "partners:offer_freely": Act.COMMIT,
        "partners:offer_on_need": Act.COMMIT,
        "partners:delivery_take_back": Act.COMMIT,
        "partners:delivery_open": (Act.COMMIT, Act.DRAFT, Act.SEE_PERSONAL),
        "partners:delivery_file": (Act.COMMIT, Act.DRAFT, Act.SEE_PERSONAL),
        # Training: read by all whose area it touches, run by who trains, registered by the Pokja.
        "training:session_list": Act.SEE,
        "training:session_new": Act.TRAIN,
        "training:session": Act.SEE,
        "training:session_edit": Act.TRAIN,
        "training:session_cancel": Act.TRAIN,
        "training:invite": Act.TRAIN,
        "training:letter": Act.SEE,
        "training:lessons": Act.SEE,
        "training:tick": Act.TRAIN,
        "training:code": Act.TRAIN,
        "training:issue": Act.TRAIN,
        "training:revoke": Act.TRAIN,
        "training:unregister": Act.SEND,
        "training:test": (Act.DRAFT, Act.TRAIN),
        "training:certificate": (Act.DRAFT, Act.SEE_PERSONAL),
        "training:needs": Act.SEE,
        "training:coverage": Act.SEE,
        "training:coverage_file": Act.EXPORT,
        "training:curriculum_list": Act.SEE,
        "training:curriculum": Act.SEE,
        "training:curriculum_new": Act.TRAIN,
        "training:curriculum_edit": Act.TRAIN,
        "training:question": Act.TRAIN,
        "training:strike": Act.TRAIN,
        "training:check_in": Act.SEE,
        "training:verify": OPEN,  # whoever holds the paper
        "training:kampung": Act.SEE,
        "training:register": Act.SEND,
        # Good examples: written by the Pokja and the PKB, published by the office, read by all of
        # the kabupaten.
        "practices:library": Act.SEE,
        "practices:show": Act.SEE,
        "practices:photo": Act.SEE,
        "practices:decide": Act.CURATE,
        "practices:of_kampung": Act.SEE,
        "practices:new": Act.DRAFT,
        "practices:edit": Act.DRAFT,
        "practices:move": Act.DRAFT,
        "practices:attachments": Act.DRAFT,
        "practices:exemplar": Act.CURATE,
        "practices:adopt": Act.DRAFT,
        "practices:replication": Act.SEE,
        "practices:visit_ask": Act.DRAFT,
        "practices:visit_list": Act.SEE,
        "practices:visit": Act.SEE,
        "practices:visit_calendar": Act.SEE,
        "practices:peers": Act.SEE,
        "practices:competitions_of": Act.SEE,
        "practices:competition_list": Act.SEE,
        "practices:competition_new": Act.CURATE,
        "practices:competition": Act.SEE,
        "practices:competition_step": Act.CURATE,
        "practices:judge": Act.SEE,  # for who judges by their post, else 404
        # Imports and exports.
        "exchange:batch_list": Act.IMPORT,
        "exchange:batch_new": Act.IMPORT,
        "exchange:batch_show": Act.IMPORT,
        "exchange:batch_check": Act.IMPORT,
        "exchange:batch_apply": Act.IMPORT,
        "exchange:batch_cancel": Act.IMPORT,
        "exchange:batch_undo": Act.IMPORT,
        "exchange:batch_marked": Act.IMPORT,
        "exchange:batch_findings": Act.IMPORT,
        "exchange:template": Act.EXPORT,
        "exchange:export_list": Act.EXPORT,
        "exchange:export": Act.EXPORT,
        # Apps of others: one's own phones, and the door that the key of a phone opens.
        "api:devices": OWN,
        "api:device_revoke": OWN,
        "api:form_list": OPEN,
        "api:form": OPEN,
        "api:manifest": OPEN,
        "api:attachment": OPEN,
        "api:submission": OPEN,
        # What the classification shows.
        "insights:home": OWN,
        "insights:overview": Act.SEE,
        "insights:year": Act.SEE,
        "insights:year_download": Act.EXPORT,
        "insights:kampung_list": Act.SEE,
        "insights:kampung": Act.SEE,
        "insights:what_if": Act.SEE,
        "ui:gallery": OPEN,
    }
)


def acts_of(name: str) -> tuple[Act, ...]:
    """The acts of which one opens an address; none for what is open or one's own."""
    door = DOORS.get(name, ())
    if isinstance(door, Act):
        return (door,)
    return door if isinstance(door, tuple) else ()


class DoorsMiddleware:
    """Answers 404, with the rule in words, where no act of the person's post opens the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        door = DOORS.get(name)
        if door is None:
            raise Http404
        if door in (OPEN, OWN) or not request.user.is_authenticated:
            return None  # an anonymous visitor is sent to sign in
        acts = acts_of(name)
        return None if any(map(request.user.can, acts)) else why.closed(request, acts)
