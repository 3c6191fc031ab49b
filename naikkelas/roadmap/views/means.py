"""Resources and rules of the plan."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from naikkelas.lib.actors import Act
from naikkelas.roadmap import access, actions, queries
from naikkelas.roadmap.forms import MeansForm
from naikkelas.roadmap.models import Means
from naikkelas.roadmap.rules import means as rules
from naikkelas.roadmap.views.asking import actor_of, area_of, place, tried
from naikkelas.web.permissions import form_for

HISTORY_SHOWN = 20


@form_for(Act.SEE)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Money, mentors, seats and rules; saved as a new version."""
    area = area_of(request, code)
    actor = actor_of(request)
    version = queries.newest_means(code)
    means = rules.read(version.text) if version else queries.empty_means(code)
    form = MeansForm(request.POST or None, means=means)
    refusal = None
    if request.method == "POST":
        if not access.may_plan(actor, code):
            raise Http404
        if form.is_valid():
            found = form.data_of()
            refusal = tried(lambda: actions.save_means(code, found, by=actor))
            if refusal is None:
                messages.success(request, "Sumber daya disimpan sebagai versi baru.")
                for doubt in rules.doubts(found):
                    messages.warning(request, doubt)
                return redirect("roadmap:means", code)
    context = place(request, area, "means", queries.in_force(code)) | {
        "version": version,
        "means": means,
        "years": [means.start_year + year for year in range(means.years)],
        "form": form,
        "refusal": refusal,
        "doubts": list(rules.doubts(means)) if version else [],
        "history": Means.objects.filter(kabupaten_code=code)[:HISTORY_SHOWN],
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "roadmap/means.html", context, status=status)
