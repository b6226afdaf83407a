from django.urls import path

from organization.views import absences, expertise, outside, people, roles, units

app_name = "organization"
urlpatterns = [
    # units
    path("units/", units.unit_list, name="unit_list"),
    path("units/find/", units.unit_find, name="unit_find"),
    path("units/new/", units.unit_create, name="unit_create"),
    path("unit/<uuid:public_id>/", units.unit_detail, name="unit_detail"),
    path("unit/<uuid:public_id>/change/", units.unit_change, name="unit_change"),
    path("unit/<uuid:public_id>/retire/", units.unit_retire, name="unit_retire"),
    path("unit/<uuid:public_id>/restore/", units.unit_restore, name="unit_restore"),
    path("unit/<uuid:public_id>/needs/set/", expertise.need_set, name="need_set"),
    path("unit/<uuid:public_id>/need/<uuid:need_id>/end/", expertise.need_end, name="need_end"),
    # people
    path("people/", people.person_list, name="person_list"),
    path("people/find/", people.person_find, name="person_find"),
    path("people/export/", people.person_export, name="person_export"),
    path("people/new/", people.person_create, name="person_create"),
    path("people/outside/new/", outside.outside_create, name="outside_create"),
    path("person/<uuid:public_id>/period/", outside.outside_period, name="outside_period"),
    path("person/<uuid:public_id>/", people.person_detail, name="person_detail"),
    path("person/<uuid:public_id>/change/", people.person_change, name="person_change"),
    path("person/<uuid:public_id>/move/", people.person_move, name="person_move"),
    path("person/<uuid:public_id>/access/", people.person_access, name="person_access"),
    path("person/<uuid:public_id>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("person/<uuid:public_id>/reactivate/", people.person_reactivate, name="person_reactivate"),
    # roles
    path("person/<uuid:public_id>/roles/give/", roles.role_give, name="role_give"),
    path("person/<uuid:public_id>/role/<uuid:role_id>/end/", roles.role_end, name="role_end"),
    # what they may take on, and when they are away
    path("person/<uuid:public_id>/expertise/give/", expertise.expertise_give, name="expertise_give"),
    path("person/<uuid:public_id>/expertise/<uuid:entry_id>/end/", expertise.expertise_end, name="expertise_end"),
    path("absences/", absences.absence_list, name="absence_list"),
    path("absences/new/", absences.absence_enter, name="absence_enter"),
    path("absence/<uuid:public_id>/withdraw/", absences.absence_withdraw, name="absence_withdraw"),
    # requests for roles
    path("role-request/<uuid:public_id>/", roles.role_request_detail, name="role_request_detail"),
    path("role-request/<uuid:public_id>/decide/", roles.role_request_decide, name="role_request_decide"),
]
