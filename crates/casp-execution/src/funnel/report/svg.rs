//! The report as a drawing.
