"""Fields kept sealed: the database file alone does not tell what is in them."""
