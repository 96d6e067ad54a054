"""Labelled registrations of an invented Guangzhou, by which record linkage is measured.

Streets and area codes are real; people, numbers and homes are invented. See data/SOURCE.md beside this file.
"""
