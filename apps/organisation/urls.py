"""Sign-in, the home page, and the administrator's pages."""

from django.contrib.auth import views as auth
from django.urls import path

from apps.organisation import views

app_name = "organisation"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", auth.LoginView.as_view(template_name="organisation/sign_in.html"), name="sign_in"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign_out"),
]
