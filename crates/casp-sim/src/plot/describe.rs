//! What the metadata say of a plot. All of it is read, or it is an error.

use std::collections::BTreeMap;

use super::PlotError;
use crate::table::Meta;

pub(super) const MAX_SERIES: usize = 7;
const MAX_PANELS: usize = 3;
const MAX_MARKS: usize = 4;

pub(super) enum Description {
    Lines(Lines),
    Map(Map),
}

pub(super) struct Lines {
    pub(super) title: String,
    pub(super) x: Shown,
    pub(super) is_log: bool,
    pub(super) panels: Vec<Panel>,
    /// The column of series.
    pub(super) series: Option<String>,
    /// Value in that column, and name.
    pub(super) names: Vec<(String, String)>,
    pub(super) marks: Vec<(f64, String)>,
}

pub(super) struct Map {
    pub(super) title: String,
    pub(super) x: Shown,
    pub(super) y: Shown,
    pub(super) value: Shown,
}

/// A column and what an axis calls it.
pub(super) struct Shown {
    pub(super) column: String,
    pub(super) label: String,
}

pub(super) struct Panel {
    pub(super) shown: Shown,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) is_log: bool,
}

pub(super) fn read(meta: &Meta) -> Result<Description, PlotError> {
    let mut keys = Keys(
        meta.extra
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("plot.")?, value.as_str())))
            .collect(),
    );
    let kind = keys.take("kind")?;
    let description = match kind {
        "lines" => Description::Lines(lines(&mut keys)?),
        "map" => Description::Map(Map {
            title: keys.take("title")?.to_owned(),
            x: keys.shown("x")?,
            y: keys.shown("y")?,
            value: keys.shown("value")?,
        }),
        _ => return Err(value("kind", "`lines` or `map`")),
    };
    match keys.0.first_key_value() {
        Some((key, _)) => Err(PlotError::Unknown(format!("plot.{key}"))),
        None => Ok(description),
    }
}

fn lines(keys: &mut Keys<'_>) -> Result<Lines, PlotError> {
    let title = keys.take("title")?.to_owned();
    let x = keys.shown("x")?;
    let is_log = keys.is_log("x.scale")?;
    let mut panels = vec![keys.panel("panel.1")?];
    for nth in 2..=MAX_PANELS {
        let key = format!("panel.{nth}");
        if keys.has(&key) {
            panels.push(keys.panel(&key)?);
        }
    }
    let series = keys.0.remove("series.column").map(str::to_owned);
    let mut names = Vec::new();
    for key in (1..=MAX_SERIES).map(|nth| format!("series.{nth}")) {
        if series.is_some() && keys.has(&key) {
            let value = keys.take(&format!("{key}.value"))?.to_owned();
            names.push((value, keys.take(&format!("{key}.name"))?.to_owned()));
        }
    }
    let mut marks = Vec::new();
    for key in (1..=MAX_MARKS).map(|nth| format!("mark.{nth}")) {
        if keys.has(&key) {
            let x = format!("{key}.x");
            let at = keys.number(&x)?.ok_or_else(|| missing(&x))?;
            marks.push((at, keys.take(&format!("{key}.label"))?.to_owned()));
        }
    }
    Ok(Lines {
        title,
        x,
        is_log,
        panels,
        series,
        names,
        marks,
    })
}

/// What is not yet read, without `plot.`.
struct Keys<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Keys<'a> {
    fn take(&mut self, key: &str) -> Result<&'a str, PlotError> {
        self.0.remove(key).ok_or_else(|| missing(key))
    }

    fn has(&self, prefix: &str) -> bool {
        let is_below = |key: &&str| key.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.'));
        self.0.keys().any(is_below)
    }

    fn number(&mut self, key: &str) -> Result<Option<f64>, PlotError> {
        let Some(text) = self.0.remove(key) else {
            return Ok(None);
        };
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(value(key, "a finite number")),
        }
    }

    fn shown(&mut self, key: &str) -> Result<Shown, PlotError> {
        Ok(Shown {
            column: self.take(&format!("{key}.column"))?.to_owned(),
            label: self.take(&format!("{key}.label"))?.to_owned(),
        })
    }

    fn panel(&mut self, key: &str) -> Result<Panel, PlotError> {
        Ok(Panel {
            shown: self.shown(key)?,
            min: self.number(&format!("{key}.min"))?,
            max: self.number(&format!("{key}.max"))?,
            is_log: self.is_log(&format!("{key}.scale"))?,
        })
    }

    fn is_log(&mut self, key: &str) -> Result<bool, PlotError> {
        match self.0.remove(key) {
            None | Some("linear") => Ok(false),
            Some("log") => Ok(true),
            Some(_) => Err(value(key, "`linear` or `log`")),
        }
    }
}

fn missing(key: &str) -> PlotError {
    PlotError::Missing(format!("plot.{key}"))
}

fn value(key: &str, wanted: &'static str) -> PlotError {
    let key = format!("plot.{key}");
    PlotError::Value { key, wanted }
}
