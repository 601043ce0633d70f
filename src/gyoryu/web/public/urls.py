"""Pages for anybody."""

from django.urls import path

from gyoryu.web.public.views import about, corrections, institutions, programmes, styleguide

app_name = "public"
urlpatterns = [
    path("", about.welcome, name="welcome"),
    path("search/", institutions.find_institutions, name="find_institutions"),
    path("institutions/<pid:pid>/", institutions.view_institution, name="view_institution"),
    path("institutions/<pid:pid>/values/<slug:group>/", institutions.view_values, name="view_values"),
    path("institutions/<pid:pid>/correct/<slug:field>/", corrections.suggest_change, name="suggest_change"),
    path("programmes/", programmes.find_programmes, name="find_programmes"),
    path("programmes/<pid:pid>/", programmes.view_programme, name="view_programme"),
    path("about/", about.about, name="about"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
]
