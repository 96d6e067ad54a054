import hashlib

from django.conf import settings

from shanqiao.engines.linkage.tokens import purpose_key

# Note [What is kept of a key]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# An organisation holds two things: the token key, which makes tokens and never travels again, and a secret, which opens the
# door and is sent with each question. The city keeps neither. The token key is worked out from the city's own
# key and a sealed salt whenever tokens of residents are made; of the secret there is a SHA-256, enough since it is
# 256 random bits. So a copy of the database makes no token and opens no door. A new key has a new salt: tokens made
# under the one before find nothing.


def token_key_of(key):
    """The 32 bytes under which this key's tokens are made; they are never kept."""
    return purpose_key(
        settings.FIELD_KEY, purpose=str(key.purpose_id), salt=bytes.fromhex(key.salt)
    )


def digest_of(secret):
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
