//! A sentence encoder: all-MiniLM-L6-v2, or another BERT of its kind, read from a folder.
//!
//! Floating point sums differ in their last bits from machine to machine; rounding hides most of it. Whoever needs the same
//! vectors everywhere takes the default embedder.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "on tensors: what does not fit is an error"
)]

mod bert;
mod pieces;

use std::path::Path;

use candle_core::{D, Device, Tensor};
use serde_json::Value;

use super::{Embedder, Vector};
use crate::recall::text;
use bert::Bert;
use pieces::Pieces;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// A file of the model cannot be read.
    #[error("{0}: {1}")]
    File(&'static str, std::io::Error),
    /// A file of the model is no JSON.
    #[error("{0}: {1}")]
    Json(&'static str, serde_json::Error),
    /// The file says nothing, or something impossible, of what is named.
    #[error("{0} states no usable {1}")]
    Lacks(&'static str, &'static str),
    /// The weights are not those of a BERT of the stated measures.
    #[error("model.safetensors: {0}")]
    Weights(#[from] candle_core::Error),
}

/// The sentence encoder all-MiniLM-L6-v2.
///
/// The embedding space is named after the model, for which the folder cannot vouch.
#[derive(Debug)]
pub struct MiniLm {
    bert: Bert,
    pieces: Pieces,
}

/// Ways to say what is looked for, between the phrasing as it is and the description of a tool.
const ASKING: [(&str, &str); 3] = [("", ""), ("I need a tool to ", ""), ("server for ", "")];

impl MiniLm {
    /// Reads `config.json`, `tokenizer.json` and `model.safetensors` in `folder`.
    ///
    /// # Errors
    ///
    /// If a file is missing or not of such a model.
    pub fn open(folder: &Path) -> Result<Self, ModelError> {
        let config = read_json(folder, "config.json")?;
        let tokenizer = read_json(folder, "tokenizer.json")?;
        let weights = std::fs::read(folder.join("model.safetensors"))
            .map_err(|error| ModelError::File("model.safetensors", error))?;
        Ok(Self {
            bert: Bert::load(&weights, &config)?,
            pieces: Pieces::load(&tokenizer).ok_or(ModelError::Lacks("tokenizer.json", "vocabulary of word pieces"))?,
        })
    }

    /// The mean of the texts' vectors, each of length 1, to nine decimal digits.
    fn mean<'a>(&self, texts: impl Iterator<Item = &'a str>) -> candle_core::Result<Vec<i64>> {
        let mut mean = Tensor::zeros(self.bert.width(), candle_core::DType::F32, &Device::Cpu)?;
        for text in texts {
            mean = (mean + self.sentence(text)?)?;
        }
        (mean * 1e9)?.round()?.to_dtype(candle_core::DType::I64)?.to_vec1()
    }

    fn sentence(&self, text: &str) -> candle_core::Result<Tensor> {
        let mean = self.bert.forward(&self.pieces.of(text))?.mean(0)?;
        let length = mean.sqr()?.sum_keepdim(D::Minus1)?.sqrt()?;
        mean.broadcast_div(&length)
    }

    fn vector<'a>(&self, texts: impl Iterator<Item = &'a str>) -> Vector {
        // The shapes were checked when the weights were read: what is left to fail is memory.
        let mean = self.mean(texts).unwrap_or_default();
        if mean.len() == self.bert.width() {
            Vector::along(&mean)
        } else {
            Vector::zero(self.bert.width())
        }
    }
}

impl Embedder for MiniLm {
    fn space(&self) -> &str {
        "all-MiniLM-L6-v2/casp-1"
    }

    fn dimensions(&self) -> usize {
        self.bert.width()
    }

    fn embed_phrasing(&self, phrasing: &str) -> Vector {
        if phrasing.trim().is_empty() {
            return Vector::zero(self.dimensions());
        }
        let asked = ASKING.map(|(before, after)| format!("{before}{phrasing}{after}"));
        self.vector(asked.iter().map(String::as_str))
    }

    fn embed_document(&self, name: &str, text: &str) -> Vector {
        let essence = essence(text);
        let titled = format!("{name}: {essence}");
        let views = [text, &essence, &titled];
        self.vector(views.into_iter().filter(|view| !view.trim().is_empty()))
    }
}

/// The text without words that every description has.
fn essence(text: &str) -> String {
    let of_letters = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let telling = text
        .split_whitespace()
        .filter(|word| !text::is_boilerplate(&of_letters(word)));
    let essence: Vec<&str> = telling.collect();
    if essence.is_empty() {
        text.to_owned()
    } else {
        essence.join(" ")
    }
}

fn read_json(folder: &Path, name: &'static str) -> Result<Value, ModelError> {
    let json = std::fs::read(folder.join(name)).map_err(|error| ModelError::File(name, error))?;
    serde_json::from_slice(&json).map_err(|error| ModelError::Json(name, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Vectors of sentence-transformers 6.2, in millionths. Runs where `CASP_MINILM` names the model's folder.
    #[test]
    fn vectors_are_those_of_the_python_library() {
        let Some(folder) = std::env::var_os("CASP_MINILM") else {
            return;
        };
        let model = MiniLm::open(Path::new(&folder)).unwrap();
        let known = [
            (
                "Translates text between European languages",
                [-8_164, 29_599, -64_342, -66_810, -56_428, -8_634, 26_830, 24_486],
            ),
            (
                "MCP server for Café-Müller, v2.0 (naïve): 千帆 🎈 don't!",
                [-23_820, -22_286, 58_069, -24_970, 16_747, -15_191, 19_183, 18_152],
            ),
        ];
        for (text, first) in known {
            let vector = model.mean([text].into_iter()).unwrap();
            for (ours, theirs) in vector.iter().zip(first) {
                assert!((ours / 1_000).abs_diff(theirs) <= 2, "{text}: {ours} {theirs}");
            }
        }
    }
}
