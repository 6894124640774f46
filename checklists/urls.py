"""The pages of instruments, checklists, cycles, assessments and reviews."""

from django.urls import path, register_converter

from checklists.views import (
    actions,
    anatomy,
    answers,
    assessments,
    carrying,
    conversation,
    cycles,
    delegations,
    documents,
    evidence,
    instrument_drafts,
    library,
    lineage,
    links,
    overview,
    pauses,
    review,
    review_queue,
    saving,
    sign_offs,
    versions,
    workbooks,
)


class RefConverter:
    """The reference of an item: 35.1."""

    regex = r"[0-9]+\.[0-9]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(RefConverter, "ref")

app_name = "checklists"
urlpatterns = [
    path("instruments/", library.instrument_list, name="instrument_list"),
    path("instruments/import/", instrument_drafts.bring_in, name="instrument_import"),
    path("instruments/drafts/<uuid:pk>/", instrument_drafts.draft, name="instrument_draft"),
    path(
        "instruments/drafts/<uuid:pk>/discard/",
        instrument_drafts.discard,
        name="instrument_draft_discard",
    ),
    path("instruments/<path:symbol>/", library.instrument, name="instrument"),
    path("lineage/", lineage.lineage_list, name="lineage_list"),
    path("lineage/<int:pk>/", lineage.lineage, name="lineage"),
    path("lineage/<int:pk>/remove/", lineage.lineage_remove, name="lineage_remove"),
    path("lineage/<int:pk>/pairs/<int:pair_pk>/", lineage.pair, name="pair"),
    path("paragraphs/<int:pk>/life/", lineage.life, name="life"),
    path("paragraphs/<int:pk>/anatomy/", anatomy.anatomy, name="anatomy"),
    path("paragraphs/<int:pk>/anatomy/withdraw/", anatomy.withdraw, name="anatomy_withdraw"),
    path("checklists/", library.checklist_list, name="checklist_list"),
    path("checklists/<slug:slug>/<int:version>/", library.checklist, name="checklist"),
    path("checklists/<slug:slug>/<int:version>/coverage/", versions.coverage_page, name="coverage"),
    path("checklists/<slug:slug>/<int:version>/changes/", versions.changes, name="changes"),
    path("checklists/<slug:slug>/<int:version>/file/", versions.export, name="export"),
    path("cycles/", cycles.cycle_list, name="cycle_list"),
    path("cycles/new/", cycles.cycle_new, name="cycle_new"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/change/", cycles.cycle_change, name="cycle_change"),
    path("assessments/", assessments.assessment_list, name="assessment_list"),
    path("assessments/<int:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<int:pk>/submit/", assessments.submit, name="submit"),
    path("assessments/<int:pk>/pause/", pauses.pause, name="pause"),
    path("assessments/<int:pk>/resume/", pauses.resume, name="resume"),
    path("assessments/<int:pk>/confirm-carried/", carrying.confirm_carried, name="confirm_carried"),
    path("assessments/<int:pk>/items/<ref:ref>/confirm/", carrying.confirm, name="confirm"),
    path("assessments/<int:pk>/items/<ref:ref>/", answers.answer, name="answer"),
    path("assessments/<int:pk>/items/<ref:ref>/save/", saving.save, name="save"),
    path("assessments/<int:pk>/items/<ref:ref>/history/", answers.history, name="history"),
    path("assessments/<int:pk>/items/<ref:ref>/keep-saved/", answers.keep_saved, name="keep_saved"),
    path("assessments/<int:pk>/items/<ref:ref>/actions/", actions.action_new, name="action_new"),
    path("actions/", actions.action_list, name="action_list"),
    path("actions/as/<slug:format_>/", actions.action_file, name="action_file"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/<slug:outcome>/", actions.action_close, name="action_close"),
    path("assessments/<int:pk>/workbook/", workbooks.workbook, name="workbook"),
    path("assessments/<int:pk>/workbook/file/", workbooks.download, name="workbook_file"),
    path(
        "assessments/<int:pk>/workbook/<uuid:upload_pk>/", workbooks.upload, name="workbook_upload"
    ),
    path(
        "assessments/<int:pk>/workbook/<uuid:upload_pk>/discard/",
        workbooks.discard,
        name="workbook_discard",
    ),
    path("assessments/<int:pk>/delegate/", delegations.delegate, name="delegate"),
    path("assessments/<int:pk>/delegations/", delegations.delegations, name="delegations"),
    path(
        "assessments/<int:pk>/delegations/items/<int:item>/", delegations.proposal, name="proposal"
    ),
    path(
        "assessments/<int:pk>/delegations/items/<int:item>/evidence/<uuid:piece>/",
        delegations.proposed_file,
        name="proposed_file",
    ),
    path(
        "assessments/<int:pk>/delegations/<int:delegation>/withdraw/",
        delegations.withdraw,
        name="delegation_withdraw",
    ),
    path(
        "assessments/<int:pk>/delegations/<int:delegation>/send-again/",
        delegations.send_again,
        name="delegation_again",
    ),
    path("d/<slug:token>/", links.link, name="link"),
    path("d/<slug:token>/<ref:ref>/", links.link_item, name="link_item"),
    path("evidence/<uuid:pk>/", evidence.download, name="evidence"),
    path("evidence/<uuid:pk>/sighted/", evidence.sighted, name="evidence_sighted"),
    path("evidence/<uuid:pk>/remove/", evidence.remove, name="evidence_remove"),
    path("overview/", overview.overview, name="overview"),
    path("overview/themes/", overview.heat, name="overview_heat"),
    path("overview/gaps/", overview.gaps, name="overview_gaps"),
    path("overview/items/", overview.items, name="overview_items"),
    path("overview/items/<slug:key>/", overview.item, name="overview_item"),
    path("overview/comparison/", overview.comparison, name="overview_comparison"),
    path("overview/offices/<int:pk>/", overview.office, name="overview_office"),
    path(
        "assessments/<int:pk>/items/<ref:ref>/conversation/",
        conversation.conversation,
        name="conversation",
    ),
    path("assessments/<int:pk>/rounds/", review.rounds, name="rounds"),
    path("review/", review_queue.queue, name="review_queue"),
    path("review/assign/", review_queue.assign, name="assign_review"),
    path("documents/", documents.document_list, name="document_list"),
    path("documents/new/", documents.document_new, name="document_new"),
    path("documents/csv/", documents.document_csv, name="document_csv"),
    path("documents/<uuid:pk>/", documents.document, name="document"),
    path("documents/<uuid:pk>/change/", documents.document_change, name="document_change"),
    path("documents/<uuid:pk>/replace/", documents.document_replace, name="document_replace"),
    path("documents/<uuid:pk>/remove/", documents.document_remove, name="document_remove"),
    path("documents/<uuid:pk>/file/", documents.document_file, name="document_file"),
    path("documents/<uuid:pk>/preview/", documents.document_preview, name="document_preview"),
    path("review/<int:pk>/", review.review, name="review"),
    path("review/<int:pk>/items/<ref:ref>/", review.review_item, name="review_item"),
    path("review/<int:pk>/accept-unchanged/", review.accept_unchanged, name="accept_unchanged"),
    path("review/<int:pk>/return/", review.return_to_office, name="return"),
    path("review/<int:pk>/sign-off/", sign_offs.sign_off, name="sign_off"),
    path("assessments/<int:pk>/signed/<int:revision>/", sign_offs.signed, name="signed"),
    path("assessments/<int:pk>/reopen/", sign_offs.reopen, name="reopen"),
]
