"""Is a plan allowed, and is none better? Checked from the plan files and the certificate alone.

Nothing here comes from the planner: elements, order, edges and limits are worked out again from the
words of the plan files, and no plan is computed. A plan is the best one when its prices satisfy
complementary slackness (linear programming duality): every price is at least zero, no edge
promises more than the places along it ask for, what has a price is used up, and what flows flows at
equal prices. Step 1 is proven in rank weights, 2n for the first element in order down to 1 for the
last. As no two are equal, their optimum is the one lexicographically greatest plan.

Read in this order, each file with its one thought:

1. `_facts`, `_matches`, `_certificate`: what is handed in, as rows that can be relied on.
2. `_spans`, `_answers`, `_edges`: which needs a resource may serve, worked out again.
3. `_walk`: one resource after the other, with its edges and what the plan gives there.
4. `_people`, `_prices`: what a unit costs along each of its edges.
5. `_amounts`, `_limits`, `_optimal`: what may be wrong, for needs, for limits, for prices.
6. `_examine`: all of it together.
7. `_wished`, `_undone`, `_repaired`: a plan that was repaired so that it meets wishes.

Source:
    Ahuja, Magnanti, Orlin, Network Flows (1993), chapter 9.4, optimality by complementary slackness.
"""

from ._examine import Verdict, check, examine
from ._repaired import examine_repaired
from ._violation import Violation
from ._wished import Wished

__all__ = ["Verdict", "Violation", "Wished", "check", "examine", "examine_repaired"]
