from django.urls import path

from . import (
    accounts,
    bands,
    books,
    certificates,
    changes,
    checks,
    governing,
    inquiries,
    instruments,
    looks,
    purposes,
    record,
    sameness,
    statements,
    today,
    trusts,
)

app_name = "supervisor"

urlpatterns = [
    path("", today.today, name="today"),
    path("record/", record.browse, name="record"),
    path("looks/", looks.browse, name="looks"),
    path("looks/of/<int:pk>/", looks.resident, name="resident"),
    path("statements/", statements.browse, name="statements"),
    path("statements/<int:year>/<int:month>/", statements.preview, name="statement-preview"),
    path(
        "statements/<int:year>/<int:month>/publish/", statements.publish, name="statement-publish"
    ),
    path("statements/<int:pk>/correct/", statements.correct, name="statement-correct"),
    path("inquiries/", inquiries.browse, name="inquiries"),
    path("inquiries/purposes/", purposes.browse, name="purposes"),
    path("inquiries/purposes/new/", purposes.propose, name="purpose-new"),
    path("inquiries/purposes/<int:pk>/", purposes.page, name="purpose"),
    path("inquiries/purposes/<int:pk>/approve/", purposes.approve, name="purpose-approve"),
    path("inquiries/purposes/<int:pk>/key/", purposes.issue, name="purpose-key"),
    path("inquiries/purposes/<int:pk>/revoke/", purposes.revoke, name="purpose-revoke"),
    path("bands/", bands.browse, name="bands"),
    path("bands/<int:pk>/", bands.change, name="bands-change"),
    path("accounts/", accounts.browse, name="accounts"),
    path("accounts/<int:pk>/", accounts.show, name="accounts-of"),
    path("instruments/", instruments.browse, name="instruments"),
    path("trusts/", trusts.browse, name="trusts"),
    path("changes/", changes.browse, name="changes"),
    path("changes/<int:pk>/", changes.browse, name="plan-changes"),
    path("sameness/", sameness.browse, name="sameness"),
    path("governance/", governing.browse, name="governance"),
    path("governance/spending/", governing.spending, name="spending"),
    path("books/", books.browse, name="books"),
    path("books/<int:pk>/", books.show, name="posting"),
    path("books/<int:pk>.csv", books.as_csv, name="posting-csv"),
    path("governance/certificates/", certificates.browse, name="certificates"),
    path("governance/certificates/<int:pk>/", certificates.withdraw, name="certificate-withdraw"),
    path("checks/", checks.checks, name="checks"),
]
