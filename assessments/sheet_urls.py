"""Sheets: my list, scoring, reading, correcting, evidence."""

from django.urls import path

from assessments.views import (
    callbacks,
    corrections,
    evidence,
    facts,
    footage,
    interviews,
    record_window,
    scoring,
    sheets,
    taking,
)

urlpatterns = [
    # reading
    path("sheet/", sheets.sheet_list, name="sheet_list"),
    path("sheet/export/", sheets.sheet_export, name="sheet_export"),
    path("sheet/next/", sheets.next_sheet, name="sheet_next"),
    path("sheet/<uuid:public_id>/", sheets.sheet_detail, name="sheet_detail"),
    # scoring
    path("sheet/<uuid:public_id>/score/", scoring.score_sheet, name="sheet_score"),
    path("sheet/<uuid:public_id>/save/", scoring.save_sheet, name="sheet_save"),
    path("sheet/<uuid:public_id>/submit/", scoring.submit_sheet, name="sheet_submit"),
    path("sheet/<uuid:public_id>/correct/", corrections.correct_sheet, name="sheet_correct"),
    path("sheet/<uuid:public_id>/record/", record_window.record_window, name="sheet_record"),
    path("sheet/<uuid:public_id>/take/", taking.take_sheet, name="sheet_take"),
    # calling customers back
    path("sheet/<uuid:public_id>/number/", callbacks.reveal_number, name="call_reveal"),
    path("sheet/<uuid:public_id>/call/", callbacks.note_attempt, name="call_note"),
    # customers who are asked as they leave
    path("sheet/<uuid:public_id>/interview/", interviews.note_interview, name="interview_note"),
    # footage of cameras
    path("sheet/<uuid:public_id>/footage/", footage.ask, name="footage_ask"),
    path("sheet/<uuid:public_id>/viewing/", footage.note_viewing, name="footage_view"),
    path("footage/<uuid:public_id>/", footage.show_request, name="footage_request"),
    path("footage/<uuid:public_id>/answer/", footage.answer, name="footage_answer"),
    # the fact sheet of a visit
    path("sheet/<uuid:public_id>/facts/", facts.show_facts, name="facts_show"),
    path("sheet/<uuid:public_id>/facts/confirm/", facts.confirm_facts, name="facts_confirm"),
    path("facts/<uuid:public_id>/", facts.fact_sheet, name="fact_sheet"),
    path("facts/<uuid:public_id>/signature/", facts.signature, name="fact_signature"),
    path("facts/<uuid:public_id>/pdf/", facts.fact_sheet_pdf, name="fact_sheet_pdf"),
    # evidence
    path("sheet/<uuid:public_id>/evidence/", evidence.add_evidence, name="evidence_add"),
    path("evidence/<uuid:public_id>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<uuid:public_id>/small/", evidence.evidence_thumbnail, name="evidence_thumbnail"),
    path("evidence/<uuid:public_id>/remove/", evidence.remove_evidence, name="evidence_remove"),
    path("evidence/<uuid:public_id>/restore/", evidence.restore_evidence, name="evidence_restore"),
]
