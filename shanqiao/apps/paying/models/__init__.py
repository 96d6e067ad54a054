from .batches import Batch, Download, Item, Result, ResultFile
from .payees import Payee, PayeeCheck, PayeeEnd, PayingAccount
from .returns import Return
from .samples import Answer, Drawn, Sample

__all__ = [
    "Answer",
    "Batch",
    "Download",
    "Drawn",
    "Item",
    "Payee",
    "PayeeCheck",
    "PayeeEnd",
    "PayingAccount",
    "Result",
    "ResultFile",
    "Return",
    "Sample",
]
