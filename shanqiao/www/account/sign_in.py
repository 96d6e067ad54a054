from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView

from shanqiao.apps.people.one_time_code import code_now
from shanqiao.apps.people.queries import demonstration_sign_ins


class WithPassword(LoginView):
    """In a demonstration ?as=NAME fills in one of the invented people."""

    def get_initial(self):
        chosen = self._chosen()
        return {"login": chosen.person.username} if chosen else super().get_initial()

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        chosen = self._chosen()
        if chosen and not form.is_bound:
            form.fields["password"].widget.render_value = True
            form.initial["password"] = chosen.password
        return form

    def get_context_data(self, **kwargs):
        return super().get_context_data(demonstration=demonstration_sign_ins(), **kwargs)

    def _chosen(self):
        name = self.request.GET.get("as")
        return next((s for s in demonstration_sign_ins() if s.person.username == name), None)


class WithCode(AuthenticateView):
    """In a demonstration the page shows the code that a phone would show."""

    def get_context_data(self, **kwargs):
        person = self.stage.login.user
        shown = any(s.person_id == person.pk for s in demonstration_sign_ins())
        return {**super().get_context_data(**kwargs), "code_now": code_now(person) if shown else ""}


with_password = WithPassword.as_view()
with_code = WithCode.as_view()
