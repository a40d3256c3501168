"""Sign-in, my work, the map of the organisation, and the administrator's pages."""

from django.contrib.auth import views as auth
from django.urls import path

from apps.organisation import admin_views, token_views, views

app_name = "organisation"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/password/", views.ChoosePassword.as_view(), name="password"),
    path("regions/", views.regions, name="regions"),
    path("regions/<slug:code>/", views.region, name="region"),
    path("users/", admin_views.users, name="users"),
    path("users/new/", admin_views.new_user, name="new_user"),
    path("users/<int:pk>/", admin_views.user, name="user"),
    path("users/<int:pk>/password/", admin_views.temporary_password, name="temporary_password"),
    path("users/<int:pk>/state/", admin_views.account_state, name="account_state"),
    path("users/<int:pk>/roles/", admin_views.choose_role, name="choose_role"),
    path("users/<int:pk>/roles/<slug:role>/", admin_views.assign_role, name="assign_role"),
    path("users/<int:pk>/roles/<int:held_pk>/end/", admin_views.end_role, name="end_role"),
    path("tokens/", token_views.tokens, name="tokens"),
    path("users/<int:pk>/token/", token_views.make_token, name="make_token"),
    path("users/<int:pk>/token/end/", token_views.end_token, name="end_token"),
    path("system-log/", admin_views.system_log, name="system_log"),
    path("system-log/<int:pk>/", admin_views.recorded_action, name="recorded_action"),
]
