import re
import unittest
from pathlib import Path

from casp_peer.metrics import REGISTERED_UNITS
from casp_peer.rules import RULES

SPEC = Path(__file__).resolve().parents[4] / "SPEC.md"
# Reported as ENC-1, as section 4.4 allows.
WAYS_TO_FAIL_ENC_1 = {"ENC-2", "ENC-3", "ENC-4", "ENC-5", "ENC-6", "ENC-8"}
ROW = re.compile(r"^\| ([A-Z]{3}-\d+) \|.*\| `([a-z0-9-]+)` \| ([A-Z_]+)(?:\\\*)? \| ([A-Z]+) \|$", re.M)


class TheTableOfRules(unittest.TestCase):
    def test_is_that_of_the_specification(self):
        rows = {rule: (code, stage, verdict) for rule, code, stage, verdict in ROW.findall(SPEC.read_text())}
        self.assertEqual(len(rows), len(RULES) + len(WAYS_TO_FAIL_ENC_1))
        for rule in WAYS_TO_FAIL_ENC_1:
            del rows[rule]
        self.assertEqual(
            rows,
            {
                name: (rule.code, rule.stage.name if rule.stage else "ENCODING", rule.verdict.name)
                for name, rule in RULES.items()
            },
        )

    def test_of_units_is_that_of_the_specification(self):
        (row,) = re.findall(r"^\| metrics and their units \| (.*) \|$", SPEC.read_text(), re.M)
        self.assertEqual(dict(re.findall(r"`([a-z0-9-]+)` ([a-z-]+)", row)), REGISTERED_UNITS)
