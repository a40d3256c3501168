"""The address that people on probation get in a text message."""

from django.urls import path

from apps.inspections import views

app_name = "survey"
urlpatterns = [path("<str:secret>/", views.reply, name="reply")]
