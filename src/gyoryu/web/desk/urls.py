"""The curator's desk."""

app_name = "desk"
urlpatterns = []
