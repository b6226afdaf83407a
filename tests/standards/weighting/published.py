"""Published answers. The figures are cited here; where the shared reference file is at hand, they are compared with it."""

import json
from fractions import Fraction
from pathlib import Path

FILE = Path(__file__).parents[4] / "shared" / "data" / "G_weights_sampling_charts" / "reference.json"

F = Fraction
# Upper triangles, row by row; weights and λmax recomputed with numpy, CR with Saaty's indices of 1980.
AHP = {
    # Saaty 2008, Int. J. Services Sciences 1:83-98: which drink is consumed more in the United States.
    "ahp_drinks": {
        "names": ["Coffee", "Wine", "Tea", "Beer", "Soda", "Milk", "Water"],
        "upper": [
            [F(9), F(5), F(2), F(1), F(1), F(1, 2)],
            [F(1, 3), F(1, 9), F(1, 9), F(1, 9), F(1, 9)],
            [F(1, 3), F(1, 4), F(1, 3), F(1, 9)],
            [F(1, 2), F(1), F(1, 3)],
            [F(2), F(1, 2)],
            [F(1, 3)],
        ],
        "published": [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327],
        "weights": [0.177457, 0.019149, 0.041831, 0.116417, 0.189572, 0.128781, 0.326793],
        "lambda_max": 7.176629,
        "cr": 0.022302,
    },
    # The leader of the AHP's textbook example.
    "ahp_leader": {
        "names": ["Experience", "Education", "Charisma", "Age"],
        "upper": [[F(4), F(3), F(7)], [F(1, 3), F(3)], [F(5)]],
        "published": [0.547, 0.127, 0.270, 0.056],
        "weights": [0.547569, 0.126555, 0.269950, 0.055926],
        "lambda_max": 4.118418,
        "cr": 0.043859,
    },
    # Saaty 1977: distances of six cities from Philadelphia.
    "ahp_philadelphia": {
        "names": ["Cairo", "Tokyo", "Chicago", "San Francisco", "London", "Montreal"],
        "upper": [
            [F(1, 3), F(8), F(3), F(3), F(7)],
            [F(9), F(3), F(3), F(9)],
            [F(1, 6), F(1, 5), F(2)],
            [F(1, 3), F(6)],
            [F(6)],
        ],
        "published": [0.263, 0.397, 0.033, 0.116, 0.164, 0.027],
        "weights": [0.261853, 0.397486, 0.033435, 0.116387, 0.164241, 0.026599],
        "lambda_max": 6.45363,
        "cr": 0.073166,
    },
}

RANDOM_INDEX_1980 = {3: 0.58, 4: 0.9, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
RANDOM_INDEX_REVISED = {3: 0.52, 4: 0.89, 5: 1.11, 6: 1.25, 7: 1.35, 8: 1.40, 9: 1.45, 10: 1.49}

# 熵权法, the widely copied example of nursing in eleven hospital departments (Baidu Baike 熵权法).
HOSPITAL = {
    "rows": [
        [100, 90, 100, 84, 90, 100, 100, 100, 100],
        [100, 100, 78.6, 100, 90, 100, 100, 100, 100],
        [75, 100, 85.7, 100, 90, 100, 100, 100, 100],
        [100, 100, 78.6, 100, 90, 100, 94.4, 100, 100],
        [100, 90, 100, 100, 100, 90, 100, 100, 80],
        [100, 100, 100, 100, 90, 100, 100, 85.7, 100],
        [100, 100, 78.6, 100, 90, 100, 55.6, 100, 100],
        [87.5, 100, 85.7, 100, 100, 100, 100, 100, 100],
        [100, 100, 92.9, 100, 80, 100, 100, 100, 100],
        [100, 90, 100, 100, 100, 100, 100, 100, 100],
        [100, 100, 92.9, 100, 90, 100, 100, 100, 100],
    ],
    "published_weights": [0.08, 0.22, 0.27, 0.07, 0.11, 0.07, 0.07, 0.07, 0.07],
    "published_entropy": [0.95, 0.87, 0.84, 0.96, 0.94, 0.96, 0.96, 0.96, 0.96],
    "weights": [0.075786, 0.219159, 0.271374, 0.065592, 0.105198, 0.065592, 0.066116, 0.065592, 0.065592],
    "scores": [95.71, 93.14, 93.17, 92.77, 95.84, 98.01, 90.21, 95.17, 95.97, 97.81, 97.02],
}


def judgements(case: dict) -> dict[tuple[str, str], Fraction]:
    names = case["names"]
    return {
        (names[row], names[row + 1 + column]): value
        for row, values in enumerate(case["upper"])
        for column, value in enumerate(values)
    }


def reference() -> dict[str, dict]:
    """The entries of the shared file by id; raises FileNotFoundError where it is absent."""
    return {entry["id"]: entry for entry in json.loads(FILE.read_text())}
