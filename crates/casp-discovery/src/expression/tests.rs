#![allow(clippy::restriction, reason = "test code")]

use proptest::prelude::*;

use casp_descriptor::METRICS;
use casp_identity::AgentId;
use casp_wire::limits::MAX_INTEGER;
use casp_wire::table::Format;
use casp_wire::v1::{Operator, Provenance, attribute_value::Value};

use super::closest::{FIXED, OBJECTIVES};
use super::words::wire;
use super::*;
use crate::attribute::Attribute;

fn read(text: &str) -> Constraint {
    let expression: Expression = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    Expression::new(expression.into_constraint()).unwrap().into_constraint()
}

fn fault(text: &str) -> (usize, ExpressionFault) {
    let error = text.parse::<Expression>().expect_err(text);
    (error.at, error.fault)
}

fn constraint(attribute: &str, operator: Operator, values: impl IntoIterator<Item = Value>) -> Constraint {
    Constraint {
        attribute: attribute.into(),
        operator: operator.into(),
        values: values.into_iter().map(wire).collect(),
        ..Constraint::default()
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn what_people_write_is_the_constraint_that_they_mean() {
    use Operator::{AtLeast, AtMost, Contains, Equal, Exists, In, Less, NotEqual, Prefix};
    let cases = [
        (
            "capability prefix org.example/",
            constraint("capability", Prefix, [text("org.example/")]),
        ),
        ("version >= 1.2.0", constraint("version", AtLeast, [text("1.2.0")])),
        ("version>=1.2.0", constraint("version", AtLeast, [text("1.2.0")])),
        (
            "side-effect <= reversible",
            constraint("side-effect", AtMost, [text("reversible")]),
        ),
        (
            "price/eur/call <= 0.02",
            constraint("price/eur/call", AtMost, [Value::Number(20_000)]),
        ),
        (
            "price/usd/1k-tokens < 3",
            constraint("price/usd/1k-tokens", Less, [Value::Number(3_000_000)]),
        ),
        (
            "jurisdiction in CH,DE",
            constraint("jurisdiction", In, [text("CH"), text("DE")]),
        ),
        (
            "jurisdiction in  CH , DE ",
            constraint("jurisdiction", In, [text("CH"), text("DE")]),
        ),
        (
            "evidence contains trace",
            constraint("evidence", Contains, [text("trace")]),
        ),
        ("load exists", constraint("load", Exists, [Value::Flag(true)])),
        ("load absent", constraint("load", Exists, [Value::Flag(false)])),
        (
            "training-use = no",
            constraint("training-use", Equal, [Value::Flag(false)]),
        ),
        ("callers != listed", constraint("callers", NotEqual, [text("listed")])),
        (
            "retention-ms = 0",
            constraint("retention-ms", Equal, [Value::Number(0)]),
        ),
        (
            "retention-ms <= 7d",
            constraint("retention-ms", AtMost, [Value::Number(604_800_000)]),
        ),
        ("age-ms < 1500", constraint("age-ms", Less, [Value::Number(1_500)])),
        (
            "life-ms >= 1.5 min",
            constraint("life-ms", AtLeast, [Value::Number(90_000)]),
        ),
        (
            "qos/latency-p95 <= 0.8s",
            constraint("qos/latency-p95", AtMost, [Value::Number(800)]),
        ),
        (
            "qos/availability >= 99.95%",
            constraint("qos/availability", AtLeast, [Value::Number(999_500)]),
        ),
        (
            "qos/success-rate >= 990000 ppm",
            constraint("qos/success-rate", AtLeast, [Value::Number(990_000)]),
        ),
        (
            "qos/throughput >= 2/s",
            constraint("qos/throughput", AtLeast, [Value::Number(120)]),
        ),
        (
            "locality prefix \"Z\u{fc}rich, \\\"West\\\"\"",
            constraint("locality", Prefix, [text("Z\u{fc}rich, \"West\"")]),
        ),
        ("locality prefix \"\"", constraint("locality", Prefix, [text("")])),
        (
            "tag in observed, over",
            constraint("tag", In, [text("observed"), text("over")]),
        ),
    ];
    for (written, meant) in cases {
        assert_eq!(read(written), meant, "{written}");
    }
    let demanding = Constraint {
        provenance: Some(Provenance::Observed.into()),
        min_samples: 20,
        ..constraint("qos/latency-p95", AtMost, [Value::Number(800)])
    };
    assert_eq!(read("qos/latency-p95 <= 800ms observed over 20"), demanding);
    let witnessed = Constraint {
        provenance: Some(Provenance::Witnessed.into()),
        ..constraint("qos/latency-p95", In, [Value::Number(1), Value::Number(2)])
    };
    assert_eq!(read("qos/latency-p95 in 1ms, 2ms witnessed"), witnessed);
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_was_expected() {
    use ExpressionFault as F;
    let unknown = |name: &str| F::AttributeUnknown {
        closest: Some(name.into()),
    };
    let none = F::AttributeUnknown { closest: None };
    let cases = [
        ("", 0, F::NameMissing),
        ("  <= 3", 2, F::NameMissing),
        ("side-effekt <= none", 0, unknown("side-effect")),
        (" Price/EUR/call <= 1", 1, unknown("price/eur/call")),
        ("price <= 1", 0, unknown("price/eur/call")),
        ("latency-p95 <= 1ms", 0, unknown("qos/latency-p95")),
        ("latency <= 1ms", 0, unknown("qos/latency-p50")),
        ("juristiction in CH", 0, unknown("jurisdiction")),
        ("training_use = no", 0, unknown("training-use")),
        ("colour = red", 0, none.clone()),
        ("\u{1f980} = red", 0, none),
        ("qos/latency-p95 <= 800", 19, F::Value(Expected::Time { bare: false })),
        ("qos/latency-p95 <= 1.5ms", 19, F::Value(Expected::Time { bare: false })),
        ("qos/availability >= 99.9", 20, F::Value(Expected::Share)),
        ("qos/availability >= 99", 20, F::Value(Expected::Share)),
        ("qos/throughput > 3", 17, F::Value(Expected::Rate)),
        ("price/eur/call <= 0.0000001", 18, F::Value(Expected::Money)),
        ("price/eur/call <= 1,5", 19, F::SeveralValues),
        ("price/eur/call <= .5", 18, F::Value(Expected::Money)),
        ("price/eur/call <= -1", 18, F::Value(Expected::Money)),
        ("price/eur/call <= 9007199255", 18, F::NumberTooGreat),
        (
            "price/eur/call <= 99999999999999999999999999999999999999999",
            18,
            F::NumberTooGreat,
        ),
        ("version >= 1.2", 11, F::Value(Expected::Form(Format::Semver))),
        ("training-use = maybe", 15, F::Value(Expected::Flag)),
        (
            "risk <= secret",
            8,
            F::Value(Expected::OneOf(&["public", "private", "regulated"])),
        ),
        ("tag contains", 12, F::Value(Expected::Form(Format::Identifier))),
        ("tag prefix", 10, F::Value(Expected::Text)),
        ("agent = somebody", 8, F::Value(Expected::Agent)),
        ("jurisdiction in ch", 16, F::Value(Expected::Form(Format::Country))),
        (
            "capability = translate",
            13,
            F::Value(Expected::Form(Format::CapabilityId)),
        ),
        (
            "input-media-type = text",
            19,
            F::Value(Expected::Form(Format::MediaType)),
        ),
        ("tag in a,", 9, F::Value(Expected::Form(Format::Identifier))),
        ("tag contains a b", 15, F::Surplus),
        ("load exists yes", 12, F::Surplus),
        ("locality prefix \"west", 16, F::QuoteOpen),
        ("locality prefix \"a\\n\"", 18, F::Escape),
        ("locality prefix \"a\tb\"", 16, F::ValueUnprintable),
        ("risk <= public observed", 15, F::DemandMisplaced),
        ("qos/latency-p95 exists observed", 23, F::DemandMisplaced),
        ("qos/latency-p95 < 1s declared over 3", 30, F::SamplesOfDeclared),
        ("qos/latency-p95 < 1s observed over 0", 35, F::Samples),
        ("qos/latency-p95 < 1s observed over many", 35, F::Samples),
        ("qos/latency-p95 < 1s observed over 3 times", 37, F::Surplus),
    ];
    for (written, at, expected) in cases {
        assert_eq!(fault(written), (at, expected), "{written}");
    }
    let operators = |written: &str| match fault(written) {
        (_, F::Operator { admitted }) => admitted,
        other => panic!("{written}: {other:?}"),
    };
    assert_eq!(operators("tag = a"), "in contains prefix exists absent");
    assert_eq!(operators("training-use < yes"), "= != exists absent");
    assert_eq!(operators("capability >= a"), "= != in prefix exists absent");
    assert_eq!(operators("agent prefix did:key:z6Mk"), "= != in exists absent");
    assert_eq!(operators("version"), "= != < <= > >= in exists absent");
    assert_eq!(operators("version => 1.0.0"), "= != < <= > >= in exists absent");
    assert_eq!(fault(&format!("tag prefix {}", "x".repeat(257))).1, F::ValueTooLong);
    assert_eq!(fault(&format!("tag in {}", "x,".repeat(65))), (135, F::TooManyValues));
    assert_eq!(fault(&"x".repeat(MAX_EXPRESSION_BYTES + 1)).1, F::TooLong);
}

#[test]
fn objectives_are_read_and_written() {
    for (written, name, grain, again) in [
        ("relevance", "relevance", 0, "relevance"),
        ("relevance ~ 5%", "relevance", 50_000, "relevance~5%"),
        ("qos/latency-p95~50ms", "qos/latency-p95", 50, "qos/latency-p95~50ms"),
        ("price/eur/call~0.001", "price/eur/call", 1_000, "price/eur/call~0.001"),
        ("age-ms~60000", "age-ms", 60_000, "age-ms~1min"),
        ("trust~0", "trust", 0, "trust"),
    ] {
        let preference: Preference = written.parse().unwrap();
        assert_eq!((preference.0.name.as_str(), preference.0.grain), (name, grain));
        assert_eq!(preference.to_string(), again);
        Preference::new(preference.into_objective()).unwrap();
    }
    for (written, at, closest) in [
        ("latency-p95", 0, Some("qos/latency-p95")),
        ("version", 0, None),
        ("relevence", 0, Some("relevance")),
        ("price", 0, Some("price/eur/call")),
    ] {
        let closest = closest.map(str::to_owned);
        let fault = ExpressionFault::ObjectiveUnknown { closest };
        assert_eq!(written.parse::<Preference>(), Err(fault.at(at)), "{written}");
    }
    let error = "qos/latency-p95~50".parse::<Preference>().unwrap_err();
    assert_eq!(error, ExpressionFault::Value(Expected::Time { bare: false }).at(16));
    assert_eq!(
        "relevance 5%".parse::<Preference>(),
        Err(ExpressionFault::Surplus.at(10))
    );
}

#[test]
fn the_lists_of_names_are_those_of_the_attributes() {
    for name in FIXED {
        assert!(Attribute::named(name).is_some(), "{name}");
    }
    for (metric, _) in METRICS {
        assert!(FIXED.contains(&format!("qos/{metric}").as_str()), "{metric}");
        assert!(OBJECTIVES.contains(&format!("qos/{metric}").as_str()), "{metric}");
    }
    for name in OBJECTIVES {
        Preference::new(Objective {
            name: name.into(),
            grain: 0,
        })
        .unwrap();
    }
}

#[test]
fn figures_have_their_unit() {
    for (name, value, written) in [
        ("price/eur/call", 1_500_001, "1.500001"),
        ("retention-ms", 0, "0ms"),
        ("age-ms", 90_000, "90s"),
        ("qos/availability", 999_999, "99.9999%"),
        ("qos/throughput", 7, "7/min"),
        ("relevance", 840_000, "84%"),
        ("colour", 3, "3"),
    ] {
        assert_eq!(figure(name, value), written);
    }
}

fn plain_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z ,\"\\\\<=~\u{e9}\u{a0}]{0,12}",
        Just("observed".to_owned()),
        Just("over".to_owned()),
        "\\PC{0,40}",
        Just("\"".repeat(256)),
    ]
    .prop_filter("of the domain", |text| text.len() <= 256)
}

fn operator() -> impl Strategy<Value = Operator> {
    (1_i32..=10).prop_map(|number| Operator::try_from(number).unwrap())
}

/// Constraints of every attribute, among them many that no rule admits.
fn constraints() -> impl Strategy<Value = Constraint> {
    let attribute = prop_oneof![
        prop::sample::select(FIXED.to_vec()).prop_map(str::to_owned),
        "price/[a-z]{3}/[a-z0-9]([a-z0-9.:_-]{0,5}[a-z0-9])?",
    ];
    attribute.prop_flat_map(|name| {
        let attribute = Attribute::named(&name).unwrap();
        let value = match &attribute {
            Attribute::Text(_) | Attribute::Set(_) => {
                let formed =
                    prop::sample::select(vec!["org.example/a", "text/plain", "CH", "a_b/c", "over", "observed"]);
                prop_oneof![plain_text(), formed.prop_map(str::to_owned)]
                    .prop_map(Value::Text)
                    .boxed()
            }
            Attribute::Agent => {
                let key = |byte: u8| AgentId::from_public_key(&[byte; 32]).to_did_key();
                any::<u8>().prop_map(move |byte| Value::Text(key(byte))).boxed()
            }
            Attribute::TrainingUse => any::<bool>().prop_map(Value::Flag).boxed(),
            Attribute::Version => "[0-9]\\.[1-9][0-9]{0,30}\\.0(-[a-z]{1,3}\\.[1-9])?(\\+[a-z0-9]{1,4})?"
                .prop_map(Value::Text)
                .boxed(),
            Attribute::Number(_) => prop_oneof![
                0..=MAX_INTEGER,
                0_u64..100_000,
                Just(MAX_INTEGER),
                (0_u64..1_000).prop_map(|days| days * 86_400_000)
            ]
            .prop_map(Value::Number)
            .boxed(),
            Attribute::Name(_) | Attribute::Ordered(_) => {
                let names = attribute.names().unwrap().to_vec();
                prop::sample::select(names).prop_map(text).boxed()
            }
        };
        let flag = any::<bool>().prop_map(Value::Flag);
        let demand = (prop::option::of(1_i32..=3), prop_oneof![Just(0_u32), any::<u32>()]);
        (Just(name), operator(), prop::collection::vec(value, 1..6), flag, demand).prop_map(
            |(name, operator, mut values, flag, (provenance, min_samples))| {
                if operator == Operator::Exists {
                    values = vec![flag];
                } else if operator != Operator::In {
                    values.truncate(1);
                }
                Constraint {
                    provenance,
                    min_samples,
                    ..constraint(&name, operator, values)
                }
            },
        )
    })
}

proptest! {
    #[test]
    fn a_constraint_comes_back_from_its_text(constraint in constraints(), demands in any::<bool>()) {
        let constraint = if demands {
            constraint
        } else {
            Constraint { provenance: None, min_samples: 0, ..constraint }
        };
        if let Ok(expression) = Expression::new(constraint.clone()) {
            let written = expression.to_string();
            prop_assert!(written.len() <= MAX_EXPRESSION_BYTES);
            let again = written.parse::<Expression>();
            prop_assert_eq!(again, Ok(expression), "{}", written);
        }
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(
        written in prop_oneof![
            "\\PC{0,60}",
            "(qos/latency-p95|price/eur/call|version|tag|locality|training-use|risk) *(=|!=|<=|in|contains|prefix|exists)[ a-z0-9.,\"\\\\%]{0,20}( (observed|declared))?( over)?( [0-9]{1,12})?",
            "(relevance|qos/throughput|age-ms) ?~? ?[0-9.]{0,30}(ms|%|/s)?",
        ],
    ) {
        match written.parse::<Expression>() {
            Ok(expression) => {
                prop_assert!(Expression::new(expression.constraint().clone()).is_ok());
                prop_assert_eq!(expression.to_string().parse(), Ok(expression));
            }
            Err(error) => prop_assert!(written.is_char_boundary(error.at)),
        }
        if let Ok(preference) = written.parse::<Preference>() {
            prop_assert!(Preference::new(preference.objective().clone()).is_ok());
            prop_assert_eq!(preference.to_string().parse(), Ok(preference));
        }
    }
}
