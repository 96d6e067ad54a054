"""Aid programmes of a fund, and what stations apply for."""
