"""Addresses of the roadmap."""

from django.urls import path

from naikkelas.roadmap.views import (
    catalogue,
    downloads,
    learning,
    means,
    plans,
    rkm,
    scenarios,
    steps,
)

app_name = "roadmap"
urlpatterns = [
    path("peta-jalan/", plans.home, name="home"),
    path("peta-jalan/skenario/<uuid:pk>/", scenarios.show, name="scenario"),
    path("peta-jalan/skenario/<uuid:pk>/berlaku/", scenarios.enforce, name="scenario_enforce"),
    path("peta-jalan/skenario/<uuid:pk>/hitung/", scenarios.again, name="scenario_again"),
    path("peta-jalan/skenario/<uuid:pk>/andai/", scenarios.what_if, name="what_if"),
    path("peta-jalan/skenario/<uuid:pk>/kampung/", plans.kampung_list, name="kampung_list"),
    path(
        "peta-jalan/skenario/<uuid:pk>/kampung/<uuid:kampung>/", plans.explain, name="explanation"
    ),
    path("peta-jalan/skenario/<uuid:pk>/peringatan/", learning.warnings, name="warnings"),
    path("peta-jalan/skenario/<uuid:pk>/lampiran/", downloads.annex, name="annex"),
    path("peta-jalan/skenario/<uuid:pk>/peta-jalan.xlsx", downloads.workbook, name="workbook"),
    path("peta-jalan/skenario/<uuid:pk>/masukan.json", downloads.inputs, name="inputs"),
    path("peta-jalan/<str:code>/", plans.show, name="plan"),
    path("peta-jalan/<str:code>/skenario/", scenarios.listing, name="scenario_list"),
    path("peta-jalan/<str:code>/skenario/baru/", scenarios.new, name="scenario_new"),
    path("peta-jalan/<str:code>/skenario/banding/", scenarios.compare, name="scenario_compare"),
    path("peta-jalan/<str:code>/kunci/", scenarios.locks, name="lock_list"),
    path("peta-jalan/<str:code>/katalog/", catalogue.show, name="catalogue"),
    path("peta-jalan/<str:code>/katalog/<slug:action>/", catalogue.edit, name="catalogue_action"),
    path("peta-jalan/<str:code>/sumber-daya/", means.edit, name="means"),
    path("peta-jalan/<str:code>/pembelajaran/", learning.show, name="learning"),
    path("langkah/", steps.mine, name="step_list"),
    path("langkah/<uuid:pk>/", steps.show, name="step"),
    path("kampung/<uuid:pk>/langkah/usulkan/", rkm.propose, name="steps_to_rkm"),
    path("kampung/<uuid:pk>/langkah/", steps.of_kampung, name="kampung_steps"),
]
