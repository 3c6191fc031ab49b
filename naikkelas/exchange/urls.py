"""Addresses of imports and exports."""

from django.urls import path

from naikkelas.exchange.views import downloads, imports, mapping, portal

app_name = "exchange"
urlpatterns = [
    path("impor/", imports.list_batches, name="batch_list"),
    path("impor/baru/", imports.new, name="batch_new"),
    path("impor/templat/", downloads.template_book, name="template"),
    path("impor/<uuid:pk>/", imports.show, name="batch_show"),
    path("impor/<uuid:pk>/periksa/", imports.check, name="batch_check"),
    path("impor/<uuid:pk>/terapkan/", imports.apply, name="batch_apply"),
    path("impor/<uuid:pk>/buang/", imports.cancel, name="batch_cancel"),
    path("impor/<uuid:pk>/batalkan/", imports.undo, name="batch_undo"),
    path("impor/<uuid:pk>/petakan/", mapping.show, name="batch_map"),
    path("impor/<uuid:pk>/masalah.xlsx", downloads.marked_book, name="batch_marked"),
    path("impor/<uuid:pk>/masalah.csv", downloads.findings, name="batch_findings"),
    path("kampung/<uuid:pk>/portal/", portal.show, name="portal"),
    path("kampung/<uuid:pk>/portal.xlsx", portal.workbook, name="portal_workbook"),
    path("ekspor/", downloads.export_page, name="export_list"),
    path("ekspor/dhis2/metadata.json", downloads.dhis2_metadata, name="dhis2_metadata"),
    path("ekspor/dhis2/nilai.json", downloads.dhis2_values, name="dhis2_values"),
    path("ekspor/<slug:what>.<slug:extension>", downloads.export, name="export"),
]
