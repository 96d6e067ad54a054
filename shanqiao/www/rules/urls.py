from django.urls import path

from . import calling_off, checking, parameters, rules, simulations, versions

app_name = "rules"

urlpatterns = [
    path("", rules.browse, name="home"),
    path("new/", rules.new, name="rule-new"),
    path("check/", checking.check, name="check"),
    path("<int:pk>/", rules.page, name="rule"),
    path("<int:pk>/write/", versions.write, name="version-new"),
    path("<int:pk>/off/", rules.off, name="rule-off"),
    path("versions/<int:pk>/", versions.page, name="version"),
    path("versions/<int:pk>/on/", versions.switch_on, name="version-on"),
    path("versions/<int:pk>/call-off/", calling_off.version, name="version-call-off"),
    path("versions/<int:pk>/simulate/", simulations.ask, name="simulate"),
    path("simulations/<int:pk>/", simulations.answer, name="simulation"),
    path("parameters/", parameters.browse, name="parameters"),
    path("parameters/new/", parameters.new, name="parameter-new"),
    path("parameters/<int:pk>/", parameters.page, name="parameter"),
    path("parameters/<int:pk>/write/", parameters.write, name="parameter-write"),
    path("parameters/values/<int:pk>/end/", parameters.end, name="parameter-end"),
    path("parameters/values/<int:pk>/call-off/", calling_off.value, name="parameter-call-off"),
]
