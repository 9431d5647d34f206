//! Results on standard output, as text or as one JSON document; notes and errors on standard error.

use std::fmt::Display;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use crate::failure::Failure;
use crate::file;

/// How results are shown.
#[derive(Clone, Copy)]
pub(crate) struct Output {
    pub(crate) json: bool,
}

/// The document that stands for an error.
#[derive(Serialize)]
struct Refused<'a> {
    error: &'a Failure,
}

impl Output {
    /// Shows a result.
    pub(crate) fn show(self, result: &(impl Display + Serialize)) -> Result<(), Failure> {
        let mut stdout = BufWriter::new(anstream::stdout().lock());
        let outcome = if self.json {
            write_json(&mut stdout, result)
        } else {
            write!(stdout, "{result}").and_then(|()| stdout.flush())
        };
        match outcome {
            // The reader has had enough (`| head`), which is no failure.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::file("io", format!("cannot write the result: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Refuses to print a JSON document where a file's bytes are to go.
    pub(crate) fn leaves_stdout_to(self, path: &Path) -> Result<(), Failure> {
        if self.json && file::is_dash(path) {
            return Err(
                Failure::usage("standard output cannot take both the file and a JSON document")
                    .with_help("name a file with --out, or leave --json out"),
            );
        }
        Ok(())
    }

    /// Shows a result that tells of a file, unless the file itself went to standard output.
    pub(crate) fn show_beside(self, path: &Path, result: &(impl Display + Serialize)) -> Result<(), Failure> {
        if file::is_dash(path) { Ok(()) } else { self.show(result) }
    }

    /// Says something to the person at the terminal that is no result.
    pub(crate) fn note(self, text: impl Display) {
        if !self.json {
            let _ = writeln!(anstream::stderr(), "{text}");
        }
    }

    /// Says why there is no result.
    pub(crate) fn fail(self, failure: &Failure) {
        if !self.json {
            let _ = write!(anstream::stderr(), "{failure}");
        } else if !failure.is_told() {
            let _ = write_json(&mut io::stdout().lock(), &Refused { error: failure });
        }
    }
}

fn write_json(stream: &mut impl Write, document: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *stream, document)?;
    stream.write_all(b"\n")?;
    stream.flush()
}

/// Rows `name  value` of a page, names aligned.
pub(crate) fn row(f: &mut std::fmt::Formatter<'_>, name: &str, value: impl Display) -> std::fmt::Result {
    const BOLD: anstyle::Style = anstyle::Style::new().bold();
    writeln!(f, "{BOLD}{name:<10}{BOLD:#}  {value}")
}
