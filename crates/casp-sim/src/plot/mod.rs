//! Pictures of a [`Table`], as SVG and PNG, from nothing but the table: what a plot needs beside the rows stands in the metadata.
//!
//! | key | what it says |
//! |---|---|
//! | `plot.kind` | `lines` (means with 95 % bands over seeds) or `map` (means in colours) |
//! | `plot.title` | the title |
//! | `plot.x.column`, `plot.x.label` | what lies along the x axis; the unit is that of the column |
//! | `plot.x.scale` | of lines: `linear` (if it is missing) or `log` |
//! | `plot.panel.1.column`, `.label` | of lines: what the first panel shows. Up to three panels, one below the other |
//! | `plot.panel.1.min`, `.max` | of lines: ends of its y axis, if they are not to follow from the rows |
//! | `plot.panel.1.scale` | of lines: the same of its y axis. A band that reaches to 0 ends at the frame of a `log` one; a mean that does is an error |
//! | `plot.series.column` | of lines: the column of series, if there is more than one |
//! | `plot.series.1.value`, `.name` | of lines: the first series as the column has it, and as the legend has it. Up to seven |
//! | `plot.mark.1.x`, `.label` | of lines: a vertical dashed line. Up to four |
//! | `plot.y.column`, `.label` | of a map: what lies along the y axis |
//! | `plot.value.column`, `.label` | of a map: what its colours show |
//!
//! Any other key that begins with `plot.` is an error. A picture has the same bytes each time. Its PNG needs no font on the
//! machine: letters come from an embedded bitmap font, which has Basic Latin; other letters are an error, in the SVG too. An SVG
//! leaves the choice of a sans-serif font to who shows it.

mod axis;
mod describe;
mod image;
mod letters;
mod lines;
mod map;
mod scene;

use crate::table::{ReadError, SummaryError, Table};
use describe::Description;
use scene::Scene;

/// What a picture is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics, eight bits for each colour.
    Png,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The text is no table.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Metadata that the plot needs.
    #[error("the metadata have no `{0}`")]
    Missing(String),
    /// Metadata of a plot that nothing reads.
    #[error("nothing reads `{0}`")]
    Unknown(String),
    /// A value that is none for its key.
    #[error("`{key}` is {wanted}")]
    Value {
        /// The key.
        key: String,
        /// What it can be.
        wanted: &'static str,
    },
    /// Series of the rows that the metadata do not name.
    #[error("the metadata name no series `{0}`")]
    Series(String),
    /// The rows give no means or bands.
    #[error(transparent)]
    Summary(#[from] SummaryError),
    /// There are no rows to draw.
    #[error("there is nothing to draw")]
    Nothing,
    /// A number that an axis cannot show: at or below 0 on a log axis, or ends in the wrong order or too far apart.
    #[error("an axis cannot show from {from} to {to}")]
    Axis {
        /// The least.
        from: f64,
        /// The greatest.
        to: f64,
    },
    /// More values along one side of a map than it has room for.
    #[error("{0} values along one side of a map, and {most} are the most", most = map::MAX_SIDE)]
    Side(usize),
    /// A letter that the embedded font does not have.
    #[error("`{0}` is not in the font, which has Basic Latin")]
    Letter(char),
    /// A text for which there is no room.
    #[error("there is no room for `{0}`")]
    NoRoom(String),
    /// The drawing library failed.
    #[error("drawing: {0}")]
    Drawing(String),
    /// The PNG could not be written.
    #[error(transparent)]
    Png(#[from] png::EncodingError),
}

/// Draws what a CSV of [`Table::to_csv`] describes.
///
/// # Errors
/// If the text is no table, or [`draw`] fails.
pub fn plot_from_csv(csv: &str, format: Format) -> Result<Vec<u8>, PlotError> {
    draw(&Table::from_csv(csv)?, format)
}

/// Draws what a table describes.
///
/// # Errors
/// If something that the plot needs is missing, does not fit, or is more than there is room for.
pub fn draw(table: &Table, format: Format) -> Result<Vec<u8>, PlotError> {
    let scene = scene(table)?;
    scene.check()?;
    match format {
        Format::Svg => image::svg(&scene).map(String::into_bytes),
        Format::Png => image::png(&scene),
    }
}

fn scene(table: &Table) -> Result<Scene, PlotError> {
    match describe::read(table.meta())? {
        Description::Lines(description) => lines::scene(table, &description),
        Description::Map(description) => map::scene(table, &description),
    }
}
