from django.urls import path

from naikkelas.audit import views

app_name = "audit"
urlpatterns = [
    path("jejak/", views.trail, name="trail"),
    path("jejak/unduh/", views.download, name="trail_csv"),
    path("jejak/<str:kind>/<str:identifier>/", views.history, name="history"),
    path("privasi/", views.register, name="register"),
]
