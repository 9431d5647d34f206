//! What of a capability is indexed.

use std::collections::BTreeSet;

use casp_wire::v1::{Capability, schema::Form};
use serde_json::Value;

use super::{MAX_SKILLS, first, text};

const MAX_ID_BYTES: usize = 128;
const MAX_SUMMARY_BYTES: usize = 1_024;
const MAX_TAGS: usize = 64;
const MAX_TAG_BYTES: usize = 128;
const MAX_SCHEMA_BYTES: usize = 8 * 1_024;
const MAX_PROPERTIES: usize = 128;

/// The text of a capability: what exceeds the wire's limits is not read.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    id: &'a str,
    summary: &'a str,
    tags: &'a [String],
    skills: &'a [String],
    properties: BTreeSet<String>,
}

impl<'a> Document<'a> {
    /// A document of an id (at most 128 bytes), a summary (at most 1,024 bytes), tags (at most 64 of at most 128 bytes) and
    /// skill paths (at most [`MAX_SKILLS`]).
    #[must_use]
    pub fn new(id: &'a str, summary: &'a str, tags: &'a [String], skills: &'a [String]) -> Self {
        Self {
            id: text::cut(id, MAX_ID_BYTES),
            summary: text::cut(summary, MAX_SUMMARY_BYTES),
            tags: first(tags, MAX_TAGS),
            skills: first(skills, MAX_SKILLS),
            properties: BTreeSet::new(),
        }
    }

    /// The document of `capability`, which is to come from a verified descriptor.
    #[must_use]
    pub fn of(capability: &'a Capability) -> Self {
        let mut document = Self::new(
            &capability.id,
            &capability.summary,
            &capability.tags,
            &capability.skills,
        );
        for schema in capability.input.iter().chain(&capability.output) {
            if let Some(Form::Inline(json)) = &schema.form {
                document = document.with_schema(json);
            }
        }
        document
    }

    /// Adds the names of the properties in a JSON Schema of at most 8 KiB, in all at most 128 names. What is no JSON is ignored.
    #[must_use]
    pub fn with_schema(mut self, json: &str) -> Self {
        if json.len() <= MAX_SCHEMA_BYTES {
            let schema: Value = serde_json::from_str(json).unwrap_or_default();
            add_properties(&schema, &mut self.properties);
        }
        self
    }

    /// The words of its own name: `web search` of `org.example/web-search`.
    pub(super) fn name(&self) -> String {
        own_name(self.id)
    }

    /// What is said of it: its summary and its tags.
    pub(super) fn gist(&self) -> String {
        self.tags().fold(self.summary.to_owned(), |gist, tag| gist + ", " + tag)
    }

    pub(super) fn id(&self) -> &'a str {
        self.id
    }

    pub(super) fn summary(&self) -> &'a str {
        self.summary
    }

    pub(super) fn tags(&self) -> impl Iterator<Item = &'a str> {
        self.tags.iter().map(|tag| text::cut(tag, MAX_TAG_BYTES))
    }

    pub(super) fn skills(&self) -> &'a [String] {
        self.skills
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = &str> {
        self.properties.iter().map(String::as_str)
    }
}

/// serde_json bounds the depth.
fn add_properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::Object(properties)) = members.get("properties") {
                let room = MAX_PROPERTIES.saturating_sub(names.len());
                names.extend(
                    properties
                        .keys()
                        .take(room)
                        .map(|name| text::cut(name, MAX_TAG_BYTES).to_owned()),
                );
            }
            members.values().for_each(|member| add_properties(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| add_properties(item, names)),
        _ => {}
    }
}

/// What an id says after its domain: `web-search` of `org.example/web-search`.
fn own_name(id: &str) -> String {
    let name = match id.split_once('/') {
        Some((_domain, name)) => name,
        None => id.rsplit('.').next().unwrap_or_default(),
    };
    name.replace(['/', '-', '_', '.'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn property_names_are_found_at_any_depth() {
        let schema =
            r#"{"properties": {"city": {"properties": {"zip": {}}}}, "allOf": [{"properties": {"street": {}}}]}"#;
        let document = Document::default().with_schema(schema).with_schema("{");
        assert_eq!(document.properties().collect::<Vec<_>>(), ["city", "street", "zip"]);
    }

    #[test]
    fn the_name_leaves_out_the_domain() {
        let tags = ["maps".to_owned()];
        let document = Document::new("org.example/web-search", "Finds pages", &tags, &[]);
        assert_eq!(
            (&*document.name(), &*document.gist()),
            ("web search", "Finds pages, maps")
        );
        assert_eq!(own_name("org.example.translate"), "translate");
    }
}
