from django.urls import path

from . import books, correcting, issuing, letters, receipts

urlpatterns = [
    path("receipts/", receipts.browse, name="receipts"),
    path("receipts/begin/", books.begin, name="receipts-begin"),
    path("receipts/<int:pk>/", receipts.show, name="receipt"),
    path("receipts/<int:pk>/file/", receipts.file, name="receipt-file"),
    path("receipts/<int:pk>/correct/", correcting.correct, name="receipt-correct"),
    path("gifts/<int:pk>/receipt/", issuing.issue, name="receipt-issue"),
    path("letters/", letters.browse, name="letters"),
    path("letters/<int:pk>/", letters.show, name="letter-run"),
    path("letters/<int:pk>/again/", letters.again, name="letters-again"),
    path("letters/<int:pk>/file/", letters.file, name="letters-file"),
]
