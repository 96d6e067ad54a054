"""How loops are compiled: once for each state of these files, and kept beside them.

numba keeps what it compiled, and compiles again when the file of a function changed, but not when
a function it calls changed in another file. So the place where it keeps them is named after all
the files together that hold such functions.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np

_HERE = Path(__file__).parent
_Function = TypeVar("_Function", bound=Callable[..., Any])


def _place() -> Path | None:
    """Where compiled functions are kept, or None where nothing can be written."""
    rooms = (_HERE, _HERE.parent / "without")
    sources = b"".join(path.read_bytes() for room in rooms for path in sorted(room.glob("*.py")))
    place = _HERE / "__pycache__" / f"compiled-{hashlib.sha256(sources).hexdigest()[:12]}"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return place if os.access(place, os.W_OK) else None


_KEPT = _place()
if _KEPT is not None:
    numba.config.CACHE_DIR = str(_KEPT)  # type: ignore[attr-defined]


def compiled(function: _Function) -> _Function:
    """Compile a function of arrays and whole numbers when it is called first.

    It may not make arrays. So nobody has to count who still uses which, and that counting took half
    of all time where many arrays are handed to a small function.
    """
    njit: Any = numba.njit  # its types do not know of counting
    made = njit(cache=_KEPT is not None, nogil=True, _nrt=False)(function)
    return cast(_Function, made)


def allocating(function: _Function) -> _Function:
    """The same for a function that makes arrays."""
    made: Any = numba.njit(cache=_KEPT is not None, nogil=True)(function)
    return cast(_Function, made)


def put_in(function: _Function) -> _Function:
    """Compile a function as a part of those that call it: for what is called at every step.

    And for what is called from one place only: compiled alone it would be compiled twice, since who calls it is
    compiled with all that it calls.
    """
    made: Any = numba.njit(nogil=True, inline="always")(function)
    return cast(_Function, made)


@put_in
def wide(number: Any) -> Any:
    """A whole number as it is handed on: what comes now wide and now narrow, as arrays have it, is compiled twice."""
    return np.int64(number)
