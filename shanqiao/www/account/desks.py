from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from shanqiao.www.parts.door import everybody, only, signed_in
from shanqiao.www.parts.frame import Frame


@only(signed_in)
def to_my_desk(request):
    desks = Frame(request).desks
    if not desks:
        raise PermissionDenied(
            _("Your account has no post yet. Please ask the operator of your city to give you one.")
        )
    return redirect(desks[0].home)


@only(everybody)
def help_page(request):
    return render(request, "account/help.html")
