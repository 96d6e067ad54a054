"""Is a plan allowed, and is none better? Checked from the plan files and the certificate alone.

Nothing here comes from the planner: elements, order, edges and limits are worked out again from the
words of the plan files, and no plan is computed. A plan is the best one when its prices satisfy
complementary slackness (linear programming duality): every price is at least zero, no edge
promises more than the places along it ask for, what has a price is used up, and what flows flows at
equal prices. Step 1 is proven in rank weights, 2n for the first element in order down to 1 for the
last. As no two are equal, their optimum is the one lexicographically greatest plan.

Source:
    Ahuja, Magnanti, Orlin, Network Flows (1993), chapter 9.4, optimality by complementary slackness.
"""

from ._examine import Verdict, check, examine
from ._violation import Violation

__all__ = ["Verdict", "Violation", "check", "examine"]
