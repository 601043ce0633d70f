"""Pages for anybody."""





app_name = "public"
urlpatterns = [

]
