//! Each keyword takes what it says and refuses the rest, since a check that takes everything would find two sides that agree.

#![allow(clippy::restriction, reason = "test code")]

use casp_schema_check::{Schema, as_json, as_toml};
use serde_json::{Value, json};

#[test]
fn each_keyword_takes_what_it_says_and_refuses_the_rest() {
    let most = u64::MAX / 2;
    let cases: [(Value, Vec<Value>, Vec<Value>); 19] = [
        (
            json!({ "type": "object" }),
            vec![json!({})],
            vec![json!([]), json!("x")],
        ),
        (json!({ "type": "array" }), vec![json!([])], vec![json!({}), json!(1)]),
        (
            json!({ "type": "string" }),
            vec![json!("")],
            vec![json!(1), json!(true)],
        ),
        (
            json!({ "type": "integer" }),
            vec![json!(-1), json!(1.0), json!(u64::MAX)],
            vec![json!(0.5), json!("1")],
        ),
        (
            json!({ "type": "number" }),
            vec![json!(1), json!(0.5)],
            vec![json!("1"), json!(null)],
        ),
        (
            json!({ "type": "boolean" }),
            vec![json!(true)],
            vec![json!(1), json!("true")],
        ),
        (json!({ "const": "a" }), vec![json!("a")], vec![json!("b"), json!(1)]),
        (
            json!({ "enum": ["a", "b"] }),
            vec![json!("a"), json!("b")],
            vec![json!("c"), json!(1)],
        ),
        (
            json!({ "properties": { "a": { "type": "string" } }, "additionalProperties": false }),
            vec![json!({}), json!({ "a": "x" })],
            vec![json!({ "a": 1 }), json!({ "b": "x" })],
        ),
        (
            json!({ "required": ["a"] }),
            vec![json!({ "a": 1 }), json!(1)],
            vec![json!({}), json!({ "b": 1 })],
        ),
        (
            json!({ "items": { "type": "string" } }),
            vec![json!([]), json!(["x"])],
            vec![json!(["x", 1])],
        ),
        (
            json!({ "minItems": 1, "maxItems": 2 }),
            vec![json!([1]), json!([1, 1])],
            vec![json!([]), json!([1, 2, 3])],
        ),
        (json!({ "uniqueItems": true }), vec![json!([1, 2])], vec![json!([1, 1])]),
        (
            json!({ "minimum": 1, "maximum": most }),
            vec![json!(1), json!(most), json!("x")],
            vec![json!(0), json!(-1), json!(0.9), json!(most + 1)],
        ),
        (
            json!({ "minimum": 0.5, "maximum": 1 }),
            vec![json!(0.5), json!(1)],
            vec![json!(0.499), json!(1.001), json!(2)],
        ),
        (
            json!({ "minLength": 1, "maxLength": 2 }),
            vec![json!("é"), json!("éé")],
            vec![json!(""), json!("abc")],
        ),
        (
            json!({ "pattern": "^a+$" }),
            vec![json!("aa"), json!(1)],
            vec![json!("ab"), json!("a\n")],
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "enum": [1, "both"] }] }),
            vec![json!("x"), json!(1)],
            vec![json!(2), json!("both")],
        ),
        (
            json!({ "$ref": "#/$defs/a", "maxLength": 2, "$defs": { "a": { "type": "string", "minLength": 1 } } }),
            vec![json!("x")],
            vec![json!(""), json!("xxx"), json!(1)],
        ),
    ];
    for (schema, taken, refused) in cases {
        let schema = Schema::new(schema);
        for value in taken {
            assert_eq!(schema.faults(&value), Vec::<String>::new(), "{} {value}", schema.root());
        }
        for value in refused {
            assert!(!schema.faults(&value).is_empty(), "{} {value}", schema.root());
        }
    }
}

#[test]
#[should_panic(expected = "keyword minimal")]
fn an_unknown_keyword_stops_the_test() {
    let _ = Schema::new(json!({ "minimal": 1 })).faults(&json!(1));
}

#[test]
fn what_stands_beside_a_reference_takes_the_place_of_what_is_there() {
    let schema = Schema::new(json!({ "$defs": { "a": { "type": "string", "description": "Of all." } } }));
    let resolved = schema.resolved(&json!({ "$ref": "#/$defs/a", "description": "Of this." }));
    assert_eq!(resolved, json!({ "type": "string", "description": "Of this." }));
}

#[test]
fn json_becomes_toml_and_toml_json() {
    let document = json!({ "a": { "b": [1, 0.5, "x\n\"y\"\u{7f}\u{1b}"] }, "c": [{ "d": true }, {}] });
    assert_eq!(as_json(&as_toml(&document)), document);
}
