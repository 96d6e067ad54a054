"""A generated city to look at: real streets, invented people, and rows that only the actions can have made."""

from .story import CityIsNotEmpty, somebody_works_here, tell_the_story

__all__ = ["CityIsNotEmpty", "somebody_works_here", "tell_the_story"]
