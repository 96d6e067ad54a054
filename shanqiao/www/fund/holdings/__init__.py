"""Equity, securities and rights of a fund's purses; products that bring gifts."""
