"""Currencies in which a charity here may hold an account, with the decimals of each.

Source: ISO 4217, list one (minor units).
"""

DIGITS = {
    "CNY": 2,
    "HKD": 2,
    "MOP": 2,
    "TWD": 2,
    "USD": 2,
    "EUR": 2,
    "GBP": 2,
    "SGD": 2,
    "AUD": 2,
    "CAD": 2,
    "CHF": 2,
    "MYR": 2,
    "THB": 2,
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
}
CHOICES = [(code, code) for code in DIGITS]
