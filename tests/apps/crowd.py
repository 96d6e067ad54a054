"""Many people pressing a button at the same moment."""

import threading

from django.db import connection


def all_at_once(presses):
    """Run every callable in a thread of its own, started together; return results and exceptions in their order."""
    start, outcomes = threading.Barrier(len(presses)), [None] * len(presses)

    def run(n, press):
        start.wait()
        try:
            outcomes[n] = press()
        except Exception as refusal:  # the outcome of a press is what is tested
            outcomes[n] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(presses)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
