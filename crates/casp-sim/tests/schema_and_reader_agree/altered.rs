//! Schemas that say something else.

use serde_json::{Value, json};

/// Every schema that differs from this one in one thing of those that the checks are about, and what.
pub(crate) fn altered(root: &Value) -> Vec<(String, Value)> {
    let mut altered = Vec::new();
    alter(root, root, "", &mut altered);
    altered
}

fn alter(root: &Value, part: &Value, at: &str, altered: &mut Vec<(String, Value)>) {
    let mut with = |what: &str, change: &dyn Fn(&mut Value)| {
        let mut other = root.clone();
        change(other.pointer_mut(at).unwrap());
        assert_ne!(&other, root, "{at}: {what}");
        altered.push((format!("{at}: {what}"), other));
    };
    let keywords = part.as_object().unwrap();
    for (keyword, rule) in keywords {
        let is_of_a_key = at.rsplit('/').nth(1) == Some("properties");
        match keyword.as_str() {
            "properties" => {
                for key in rule.as_object().unwrap().keys() {
                    with(&format!("without the key {key}"), &|part| {
                        part["properties"].as_object_mut().unwrap().remove(key);
                        if let Some(required) = part.get_mut("required").and_then(Value::as_array_mut) {
                            required.retain(|name| name != key);
                        }
                    });
                    let is_required =
                        |part: &Value| part["required"].as_array().is_some_and(|all| all.contains(&json!(key)));
                    with(&format!("{key} is required or not"), &|part| {
                        let mut required = part["required"].as_array().cloned().unwrap_or_default();
                        if is_required(part) {
                            required.retain(|name| name != key);
                        } else {
                            required.push(json!(key));
                        }
                        part["required"] = json!(required);
                    });
                }
                with("one more key", &|part| {
                    part["properties"]["more"] = json!({ "description": "More.", "type": "boolean" });
                });
            }
            "enum" => {
                for word in rule.as_array().unwrap() {
                    with(&format!("without the word {word}"), &|part| {
                        part["enum"].as_array_mut().unwrap().retain(|other| other != word);
                    });
                }
                with("one more word", &|part| {
                    part["enum"].as_array_mut().unwrap().push(json!("more"))
                });
            }
            "const" => with("another word", &|part| part["const"] = json!("more")),
            "oneOf" => {
                for number in 0..rule.as_array().unwrap().len() {
                    with(&format!("without form {number}"), &|part| {
                        part["oneOf"].as_array_mut().unwrap().remove(number);
                    });
                }
            }
            "minimum" | "maximum" | "minItems" | "maxItems" | "minLength" | "maxLength" => {
                let step = if part["type"] == "number" {
                    json!(0.0001)
                } else {
                    json!(1)
                };
                for sign in [-1, 1] {
                    let number = match (rule.as_i64(), step.as_i64()) {
                        (Some(rule), Some(step)) => rule.checked_add(sign * step).map(|number| json!(number)),
                        _ => Some(json!(
                            rule.as_f64().unwrap() + f64::from(sign as i8) * step.as_f64().unwrap()
                        )),
                    };
                    // No list and no text is shorter than nothing, and none of these texts can be empty by its pattern.
                    let is_for_nothing =
                        keyword == "minLength" && sign < 0 || number == Some(json!(-1)) && keyword == "minItems";
                    if let Some(number) = number.filter(|_| !is_for_nothing) {
                        with(&format!("{keyword} {number}"), &|part| part[keyword] = number.clone());
                    }
                }
                if !["minItems", "minLength"].contains(&keyword.as_str()) {
                    with(&format!("without {keyword}"), &|part| {
                        part.as_object_mut().unwrap().remove(keyword);
                    });
                }
            }
            "pattern" => {
                with("another pattern", &|part| part["pattern"] = json!("^x$"));
                let pattern = rule.as_str().unwrap();
                for (from, to) in [
                    ("14}", "13}"),
                    ("14}", "15}"),
                    ("us|", ""),
                    ("|d", ""),
                    ("(0|", "("),
                    ("z0-9", "z"),
                    ("f-", "e-"),
                ] {
                    if pattern.contains(from) {
                        with(&format!("{to} for {from} in the pattern"), &|part| {
                            part["pattern"] = json!(pattern.replacen(from, to, 1))
                        });
                    }
                }
            }
            "type" => with("another type", &|part| {
                part["type"] = json!(if part["type"] == "boolean" { "string" } else { "boolean" });
            }),
            "additionalProperties" => with("any key", &|part| {
                part.as_object_mut().unwrap().remove("additionalProperties");
            }),
            "default" => with("another default", &|part| {
                part["default"] = match rule {
                    Value::Bool(flag) => json!(!flag),
                    Value::Number(number) if number.is_u64() => json!(number.as_u64().unwrap() + 1),
                    Value::Number(number) => json!((number.as_f64().unwrap() - 0.1).abs()),
                    Value::Array(_) => json!([0.5, 0.5]),
                    Value::String(duration) if duration.contains(' ') => json!("7 ms"),
                    Value::String(word) => words_beside(part, word),
                    _ => json!({ "median": "7 ms", "sigma": 0.5 }),
                };
            }),
            "description" if is_of_a_key => {
                with("no description", &|part| {
                    part.as_object_mut().unwrap().remove("description");
                    // That of what it refers to would do, if it told the limits.
                    if part["$ref"].is_string() {
                        part["description"] = json!("");
                    }
                });
                let is_limited = part["maximum"].is_number() || is_of_time(part);
                if let Some((text, most)) = rule.as_str().unwrap().rsplit_once(" to ").filter(|_| is_limited) {
                    with("another limit in the description", &|part| {
                        part["description"] = json!(format!("{text} to 1{most}"))
                    });
                }
            }
            _ => {}
        }
    }
    let inner = |name: &str| keywords.get(name).and_then(Value::as_object).into_iter().flatten();
    for name in ["properties", "$defs"] {
        for (key, part) in inner(name) {
            alter(root, part, &format!("{at}/{name}/{key}"), altered);
        }
    }
    for (number, part) in keywords
        .get("oneOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        alter(root, part, &format!("{at}/oneOf/{number}"), altered);
    }
    if let Some(items) = keywords.get("items") {
        alter(root, items, &format!("{at}/items"), altered);
    }
}

fn is_of_time(part: &Value) -> bool {
    let name = part["$ref"].as_str().unwrap_or_default();
    [
        "time",
        "time_above_zero",
        "time_of_a_millisecond",
        "time_of_a_second",
        "life",
    ]
    .iter()
    .any(|time| name == format!("#/$defs/{time}"))
}

/// Another of a value's words, or none of them.
fn words_beside(part: &Value, word: &str) -> Value {
    let words = part["enum"].as_array().into_iter().flatten();
    let mut others = words.filter(|other| *other != word);
    others.next().cloned().unwrap_or(json!("more"))
}
