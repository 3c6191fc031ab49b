from django.urls import path

from naikkelas.ui import views

app_name = "ui"
urlpatterns = [path("galeri/", views.gallery, name="gallery")]
