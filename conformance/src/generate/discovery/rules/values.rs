//! What an attribute can be held against (INT-3, ENC-12).

use casp_wire::v1::attribute_value::Value::{self, Flag, Number, Text};
use casp_wire::v1::{Constraint, Operator};

use super::super::intent::{asks, constraint, numbers, text, texts};
use super::{NO_VALUE, Rules};
use crate::generate::world::MAX_INTEGER;
use crate::vector::Vector;

/// Most values of a constraint.
const MAX_VALUES: usize = 64;
/// Longest text of a value, bytes.
const LONGEST_TEXT: usize = 256;
/// A number that 64 bits do not hold.
const MANY_DIGITS: &str = "1.0.0-123456789012345678901234567890";

impl Rules<'_> {
    pub(super) fn values(&self) -> Vec<Vector> {
        let mut vectors = self.fitting();
        vectors.extend(self.of_another_type());
        vectors.extend(self.outside_the_domain());
        vectors.extend(self.counted());
        vectors
    }

    fn fits(&self, name: &str, attribute: &str, operator: Operator, values: Vec<Value>) -> Vector {
        self.constrains(&["INT-3"], name, constraint(attribute, operator, values))
    }

    fn misfits(&self, fault: &str, twin: &str, (attribute, operator, values): (&str, Operator, Vec<Value>)) -> Vector {
        let constraint = constraint(attribute, operator, values);
        self.breaks("INT-3", fault, "values", twin, constraint)
    }

    fn fitting(&self) -> Vec<Vector> {
        use Operator::{AtLeast, Contains, Equal, Exists, In, Less, NotEqual, Prefix};
        let longest = "t".repeat(LONGEST_TEXT);
        let of_agent = text(&self.world.carol.did());
        vec![
            self.fits("value-text", "agent", Equal, vec![of_agent]),
            self.fits("value-text-empty", "locality", Prefix, texts(&[""])),
            self.fits("value-member", "tag", Contains, texts(&["some-tag"])),
            self.fits("value-text-of-any-case", "capability", Prefix, texts(&["Com.Example"])),
            self.fits("value-text-with-spaces", "tag", Prefix, texts(&["two words"])),
            self.constrains(
                &["INT-3", "ENC-10"],
                "value-text-at-its-longest",
                constraint("skill", Prefix, texts(&[&longest])),
            ),
            self.fits(
                "value-jurisdiction-in-lower-case",
                "jurisdiction",
                Prefix,
                texts(&["d"]),
            ),
            self.fits("value-number", "retention-ms", Less, numbers(&[86_400_000])),
            self.fits("value-number-zero", "retention-ms", Equal, numbers(&[0])),
            self.fits("value-number-greatest", "life-ms", AtLeast, numbers(&[MAX_INTEGER])),
            self.fits("value-flag-true", "training-use", Equal, vec![Flag(true)]),
            self.fits("value-flag-false", "training-use", NotEqual, vec![Flag(false)]),
            self.fits("value-name", "callers", Equal, texts(&["anyone"])),
            self.fits("value-names", "side-effect", In, texts(&["none", "irreversible"])),
            self.fits("value-level", "load", Less, texts(&["high"])),
            self.fits("value-power", "power", In, texts(&["mains", "battery"])),
            self.fits("value-risk", "risk", Less, texts(&["regulated"])),
            self.fits("value-version", "version", AtLeast, texts(&["0.0.0"])),
            self.fits("value-version-of-many-digits", "version", Equal, texts(&[MANY_DIGITS])),
            self.fits(
                "value-version-with-build",
                "version",
                Equal,
                texts(&["1.0.0-rc.1+build.007"]),
            ),
            self.fits("value-exists", "price/eur/call", Exists, vec![Flag(true)]),
            self.fits("value-exists-not", "evidence", Exists, vec![Flag(false)]),
        ]
    }

    fn of_another_type(&self) -> Vec<Vector> {
        use Operator::{Contains, Equal, Exists, In, Less, Prefix};
        let (one, yes) = (|| Number(1), || Flag(true));
        let beside = |good: Value, bad: Value| vec![good, bad];
        let all = [
            ("number-for-a-text", "value-text", ("agent", Equal, vec![one()])),
            ("flag-for-a-text", "value-text", ("locality", Prefix, vec![yes()])),
            ("number-for-a-member", "value-member", ("tag", Contains, vec![one()])),
            ("flag-for-a-member", "value-member", ("skill", In, vec![yes()])),
            ("flag-for-a-number", "value-number", ("retention-ms", Less, vec![yes()])),
            (
                "text-for-a-number",
                "value-number",
                ("price/eur/call", Less, texts(&["1"])),
            ),
            (
                "text-for-a-metric",
                "value-number",
                ("qos/latency-p95", Less, texts(&["250"])),
            ),
            ("flag-for-an-age", "value-number", ("age-ms", Less, vec![yes()])),
            (
                "text-for-a-flag",
                "value-flag-true",
                ("training-use", Equal, texts(&["true"])),
            ),
            (
                "number-for-a-flag",
                "value-flag-true",
                ("training-use", Equal, vec![one()]),
            ),
            ("number-for-a-name", "value-name", ("callers", Equal, vec![one()])),
            ("flag-for-a-name", "value-power", ("power", Equal, vec![yes()])),
            ("number-for-a-level", "value-level", ("load", Less, numbers(&[3]))),
            (
                "number-for-a-side-effect",
                "value-names",
                ("side-effect", Equal, vec![one()]),
            ),
            ("number-for-a-version", "value-version", ("version", Equal, vec![one()])),
            ("flag-for-a-version", "value-version", ("version", In, vec![yes()])),
            (
                "number-for-whether-it-exists",
                "value-exists",
                ("price/eur/call", Exists, vec![one()]),
            ),
            (
                "text-for-whether-it-exists",
                "value-exists",
                ("evidence", Exists, texts(&["true"])),
            ),
            (
                "second-of-several-a-number",
                "value-names",
                ("risk", In, beside(text("public"), one())),
            ),
            (
                "last-of-several-a-flag",
                "value-number",
                ("age-ms", In, beside(one(), yes())),
            ),
        ];
        let mut vectors: Vec<Vector> = all
            .into_iter()
            .map(|(fault, twin, given)| self.misfits(fault, twin, given))
            .collect();
        vectors.extend(self.missing());
        vectors
    }

    /// A value without anything in it is of no type.
    fn missing(&self) -> Vec<Vector> {
        let all = [
            (
                "value-of-nothing-for-a-number",
                "value-number",
                "retention-ms",
                Operator::Less,
            ),
            ("value-of-nothing-for-a-text", "value-text", "agent", Operator::Equal),
            (
                "value-of-nothing-for-a-flag",
                "value-flag-true",
                "training-use",
                Operator::Equal,
            ),
            (
                "value-of-nothing-for-whether-it-exists",
                "value-exists",
                "price/eur/call",
                Operator::Exists,
            ),
        ];
        let without = |attribute: &str, operator| Constraint {
            values: vec![NO_VALUE],
            ..constraint(attribute, operator, vec![])
        };
        let mut vectors: Vec<Vector> = all
            .into_iter()
            .map(|(fault, twin, attribute, operator)| {
                self.breaks("INT-3", fault, "values", twin, without(attribute, operator))
            })
            .collect();
        let mut among = constraint("side-effect", Operator::In, texts(&["none"]));
        among.values.push(NO_VALUE);
        vectors.push(self.breaks("INT-3", "value-of-nothing-among-others", "values", "value-names", among));
        vectors
    }

    fn outside_the_domain(&self) -> Vec<Vector> {
        use Operator::{AtLeast, Equal, In, Less, NotEqual};
        let all = [
            (
                "side-effect-unlisted",
                "value-names",
                ("side-effect", Equal, texts(&["harmless"])),
            ),
            (
                "side-effect-in-upper-case",
                "value-names",
                ("side-effect", Equal, texts(&["None"])),
            ),
            (
                "side-effect-as-the-schema-has-it",
                "value-names",
                ("side-effect", Equal, texts(&["SIDE_EFFECT_NONE"])),
            ),
            ("risk-unlisted", "value-risk", ("risk", Less, texts(&["secret"]))),
            ("risk-empty", "value-risk", ("risk", NotEqual, texts(&[""]))),
            (
                "callers-unlisted",
                "value-name",
                ("callers", Equal, texts(&["everyone"])),
            ),
            (
                "callers-with-a-space",
                "value-name",
                ("callers", NotEqual, texts(&["known "])),
            ),
            ("load-unlisted", "value-level", ("load", Less, texts(&["idle"]))),
            ("queue-unlisted", "value-level", ("queue", AtLeast, texts(&["empty"]))),
            ("power-unlisted", "value-power", ("power", Equal, texts(&["solar"]))),
            ("power-of-load", "value-power", ("power", Equal, texts(&["low"]))),
            (
                "second-of-several-unlisted",
                "value-names",
                ("risk", In, texts(&["public", "secret"])),
            ),
            (
                "version-of-two-numbers",
                "value-version",
                ("version", AtLeast, texts(&["1.0"])),
            ),
            (
                "version-with-v",
                "value-version",
                ("version", AtLeast, texts(&["v1.0.0"])),
            ),
            (
                "version-with-leading-zero",
                "value-version",
                ("version", Equal, texts(&["1.02.0"])),
            ),
            ("version-range", "value-version", ("version", Equal, texts(&["^1.2.0"]))),
            ("version-empty", "value-version", ("version", Equal, texts(&[""]))),
            (
                "version-wildcard",
                "value-version",
                ("version", In, texts(&["1.0.0", "1.x.0"])),
            ),
            (
                "version-of-an-empty-pre-release",
                "value-version",
                ("version", Less, texts(&["1.0.0-"])),
            ),
            (
                "version-with-leading-zero-in-pre-release",
                "value-version",
                ("version", Less, texts(&["1.0.0-rc.01"])),
            ),
        ];
        all.into_iter()
            .map(|(fault, twin, given)| self.misfits(fault, twin, given))
            .collect()
    }

    /// One value for all operators but IN.
    fn counted(&self) -> Vec<Vector> {
        use Operator::{Contains, Equal, Exists, In, Less, NotEqual, Prefix};
        let many = |count: usize| -> Vec<Value> { (0..count).map(|nth| Text(format!("tag-{nth}"))).collect() };
        let distant = (0..64).map(|nth| nth * 1_000_000).collect::<Vec<u64>>();
        let two = || numbers(&[1, 2]);
        let whole = |values| self.query(asks(vec![constraint("tag", In, values)]));
        let field = "intent.constraints.values";
        vec![
            self.accepted(&["INT-3", "ENC-12"], "values-at-most", field, &whole(many(MAX_VALUES))),
            self.refused(
                "ENC-12",
                "values-past-most",
                field,
                "values-at-most",
                &whole(many(MAX_VALUES + 1)),
            ),
            self.fits("values-in-any-order", "tag", In, texts(&["b", "a", "b"])),
            self.fits("values-of-numbers-at-most", "retention-ms", In, numbers(&distant)),
            self.fits("values-one-for-in", "capability", In, texts(&["com.example"])),
            self.misfits("two-values-for-less", "value-number", ("retention-ms", Less, two())),
            self.misfits(
                "two-values-for-equal",
                "value-number-zero",
                ("retention-ms", Equal, two()),
            ),
            self.misfits(
                "two-values-alike",
                "value-number-zero",
                ("retention-ms", Equal, numbers(&[7, 7])),
            ),
            self.misfits(
                "two-values-for-not-equal",
                "value-name",
                ("callers", NotEqual, texts(&["known", "listed"])),
            ),
            self.misfits(
                "two-values-for-contains",
                "value-member",
                ("tag", Contains, texts(&["a", "b"])),
            ),
            self.misfits(
                "two-values-for-prefix",
                "value-text-empty",
                ("locality", Prefix, texts(&["eu", "us"])),
            ),
            self.misfits(
                "two-values-for-exists",
                "value-exists",
                ("evidence", Exists, vec![Flag(true), Flag(false)]),
            ),
            self.misfits(
                "many-values-for-equal",
                "values-at-most",
                ("locality", Equal, many(MAX_VALUES)),
            ),
        ]
    }
}
