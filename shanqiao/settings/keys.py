"""The keys of this installation, for settings."""

from shanqiao.host.keys import field_key, secret_key

__all__ = ["field_key", "secret_key"]
