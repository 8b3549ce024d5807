"""Addresses of documents."""

from django.urls import path

from luoshi.inlets.documents.views import clauses, intake, issuing, own_ledgers, reading, reviewing

app_name = "documents"
urlpatterns = [
    path("", reading.list_documents, name="list"),
    path("new/", intake.new, name="new"),
    path("ledgers/new/", own_ledgers.send, name="send_ledger"),
    path("ledgers/<uuid:ledger_id>/", own_ledgers.own_ledger, name="own_ledger"),
    path("<uuid:document_id>/", reading.document, name="document"),
    path("<uuid:document_id>/original/", reading.original, name="original"),
    path("<uuid:document_id>/text/", intake.type_text, name="type_text"),
    path("<uuid:document_id>/compare/", reading.compare, name="compare"),
    path("<uuid:document_id>/drift/", reading.drift, name="drift"),
    path("<uuid:document_id>/review/", reviewing.review, name="review"),
    path("<uuid:document_id>/review/plain/", reviewing.plain, name="plain"),
    path("<uuid:document_id>/review/dates/", reviewing.dates, name="dates"),
    path("<uuid:document_id>/review/add/", reviewing.add, name="add"),
    path("<uuid:document_id>/review/owner/", clauses.owner, name="owner"),
    path("<uuid:document_id>/review/<int:number>/", clauses.edit, name="clause"),
    path("<uuid:document_id>/review/<int:number>/decide/", reviewing.decide, name="decide"),
    path("<uuid:document_id>/review/<int:number>/split/", clauses.split, name="split"),
    path("<uuid:document_id>/review/<int:number>/merge/", clauses.merge, name="merge"),
    path("<uuid:document_id>/requirements.xlsx", reviewing.sheet, name="sheet"),
    path("<uuid:document_id>/sign/", reviewing.sign, name="sign"),
    path("<uuid:document_id>/reopen/", reviewing.reopen, name="reopen"),
    path("<uuid:document_id>/issue/", issuing.issue, name="issue"),
    path("issuances/<uuid:issuance_id>/", issuing.issuance, name="issuance"),
    path("issuances/<uuid:issuance_id>/release/", issuing.release, name="release"),
    path("issuances/<uuid:issuance_id>/cancel/", issuing.cancel, name="cancel"),
    path("issuances/<uuid:issuance_id>/withdraw/", issuing.withdraw, name="withdraw"),
]
