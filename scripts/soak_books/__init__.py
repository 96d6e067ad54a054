"""Books under load while everything around them is killed with -9 at random moments.

    python -m scripts.soak_books --kills 200

makes a database, a web server and a worker of its own, in a folder of its own; writers post gifts, uses, moves and
reversals without rest, a keeper seals, and one process after the other is killed: PostgreSQL itself, its backends, writers,
the keeper, the web server, the worker. Afterwards every movement that was acknowledged must be there once, none half,
nothing else; every block and sum must be right, and hledger and beancount must agree. Ends with 0 where all that holds.
Needs /proc, so Linux. Ends nothing that it did not start.
"""
