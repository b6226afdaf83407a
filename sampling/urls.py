from django.urls import path

from sampling import views

app_name = "sampling"
urlpatterns = [
    path("draws/<uuid:public_id>/", views.draw_detail, name="draw_detail"),
    path("draws/<uuid:public_id>/nonces/", views.add_nonce, name="nonce_add"),
    path("draws/<uuid:public_id>/complete/", views.complete, name="draw_complete"),
    path("draws/<uuid:public_id>/proof.zip", views.download_proof, name="draw_proof"),
    # what is needed to check a draw
    path("verify_draw.py", views.download_script, name="script"),
    path("draw-rule/", views.read_rule, name="rule"),
    path("draw-rule/text/", views.download_rule, name="rule_file"),
]
