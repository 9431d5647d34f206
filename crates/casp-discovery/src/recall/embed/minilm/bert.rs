//! The encoder of BERT, for one text at a time.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "on tensors: what does not fit is an error"
)]

use std::collections::HashMap;

use candle_core::{D, DType, Device, Result, Tensor};
use serde_json::Value;

use super::ModelError;

#[derive(Debug)]
pub(super) struct Bert {
    words: Tensor,
    positions: Tensor,
    kind: Tensor,
    norm: Norm,
    layers: Vec<Layer>,
    width: usize,
}

#[derive(Debug)]
struct Layer {
    query: Linear,
    key: Linear,
    value: Linear,
    attended: Linear,
    attended_norm: Norm,
    wide: Linear,
    narrow: Linear,
    norm: Norm,
    heads: usize,
}

#[derive(Debug)]
struct Linear {
    /// Turned, so that it is multiplied from the right.
    weight: Tensor,
    bias: Tensor,
}

#[derive(Debug)]
struct Norm {
    weight: Tensor,
    bias: Tensor,
    epsilon: f64,
}

impl Bert {
    pub(super) fn load(weights: &[u8], config: &Value) -> core::result::Result<Self, ModelError> {
        let number = |name: &'static str| {
            let number = config
                .get(name)
                .and_then(Value::as_u64)
                .filter(|number| (1..=100_000).contains(number));
            let number = number.and_then(|number| usize::try_from(number).ok());
            number.ok_or(ModelError::Lacks("config.json", name))
        };
        let epsilon = config.get("layer_norm_eps").and_then(Value::as_f64).unwrap_or(1e-12);
        let (width, heads) = (number("hidden_size")?, number("num_attention_heads")?);
        if !width.is_multiple_of(heads) {
            return Err(ModelError::Lacks("config.json", "num_attention_heads"));
        }
        let weights = Weights {
            tensors: candle_core::safetensors::load_buffer(weights, &Device::Cpu)?,
            epsilon,
        };
        let layers = (0..number("num_hidden_layers")?).map(|layer| Layer::load(&weights, layer, heads));
        let bert = Self {
            words: weights.get("embeddings.word_embeddings.weight")?,
            positions: weights.get("embeddings.position_embeddings.weight")?,
            kind: weights.get("embeddings.token_type_embeddings.weight")?.get(0)?,
            norm: weights.norm("embeddings.LayerNorm")?,
            layers: layers.collect::<Result<_>>()?,
            width,
        };
        // A first text shows that all shapes fit.
        let first = bert.forward(&[0, 0])?;
        first
            .dims2()?
            .1
            .eq(&width)
            .then_some(bert)
            .ok_or(ModelError::Lacks("config.json", "hidden_size"))
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// A row for each piece.
    pub(super) fn forward(&self, pieces: &[u32]) -> Result<Tensor> {
        let words = self.words.index_select(&Tensor::new(pieces, &Device::Cpu)?, 0)?;
        let positions = self.positions.narrow(0, 0, pieces.len())?;
        let sum = (words + positions)?.broadcast_add(&self.kind)?;
        let mut rows = self.norm.apply(&sum)?;
        for layer in &self.layers {
            rows = layer.apply(&rows)?;
        }
        Ok(rows)
    }
}

impl Layer {
    fn load(weights: &Weights, layer: usize, heads: usize) -> Result<Self> {
        let linear = |name: &str| weights.linear(&format!("encoder.layer.{layer}.{name}"));
        let norm = |name: &str| weights.norm(&format!("encoder.layer.{layer}.{name}"));
        Ok(Self {
            query: linear("attention.self.query")?,
            key: linear("attention.self.key")?,
            value: linear("attention.self.value")?,
            attended: linear("attention.output.dense")?,
            attended_norm: norm("attention.output.LayerNorm")?,
            wide: linear("intermediate.dense")?,
            narrow: linear("output.dense")?,
            norm: norm("output.LayerNorm")?,
            heads,
        })
    }

    fn apply(&self, rows: &Tensor) -> Result<Tensor> {
        let attended = self.attended.apply(&self.attend(rows)?)?;
        let rows = self.attended_norm.apply(&(attended + rows)?)?;
        let wide = self.wide.apply(&rows)?.gelu_erf()?;
        self.norm.apply(&(self.narrow.apply(&wide)? + rows)?)
    }

    fn attend(&self, rows: &Tensor) -> Result<Tensor> {
        let (length, width) = rows.dims2()?;
        let part = width.checked_div(self.heads).unwrap_or(1);
        let heads = |linear: &Linear| {
            let split = linear.apply(rows)?.reshape((length, self.heads, part))?;
            split.transpose(0, 1)?.contiguous()
        };
        let (query, key, value) = (heads(&self.query)?, heads(&self.key)?, heads(&self.value)?);
        let scale = f64::from(u32::try_from(part).unwrap_or(u32::MAX)).sqrt();
        let scores = (query.matmul(&key.transpose(1, 2)?.contiguous()?)? / scale)?;
        let greatest = scores.max_keepdim(D::Minus1)?;
        let exponentials = scores.broadcast_sub(&greatest)?.exp()?;
        let shares = exponentials.broadcast_div(&exponentials.sum_keepdim(D::Minus1)?)?;
        shares
            .matmul(&value)?
            .transpose(0, 1)?
            .contiguous()?
            .reshape((length, width))
    }
}

impl Linear {
    fn apply(&self, rows: &Tensor) -> Result<Tensor> {
        rows.matmul(&self.weight)?.broadcast_add(&self.bias)
    }
}

impl Norm {
    fn apply(&self, rows: &Tensor) -> Result<Tensor> {
        let centred = rows.broadcast_sub(&rows.mean_keepdim(D::Minus1)?)?;
        let variance = centred.sqr()?.mean_keepdim(D::Minus1)?;
        let normal = centred.broadcast_div(&(variance + self.epsilon)?.sqrt()?)?;
        normal.broadcast_mul(&self.weight)?.broadcast_add(&self.bias)
    }
}

struct Weights {
    tensors: HashMap<String, Tensor>,
    epsilon: f64,
}

impl Weights {
    fn get(&self, name: &str) -> Result<Tensor> {
        let tensor = self
            .tensors
            .get(name)
            .or_else(|| self.tensors.get(&format!("bert.{name}")));
        let tensor = tensor.ok_or_else(|| candle_core::Error::Msg(format!("no tensor {name}")))?;
        tensor.to_dtype(DType::F32)
    }

    fn linear(&self, name: &str) -> Result<Linear> {
        Ok(Linear {
            weight: self.get(&format!("{name}.weight"))?.t()?.contiguous()?,
            bias: self.get(&format!("{name}.bias"))?,
        })
    }

    fn norm(&self, name: &str) -> Result<Norm> {
        Ok(Norm {
            weight: self.get(&format!("{name}.weight"))?,
            bias: self.get(&format!("{name}.bias"))?,
            epsilon: self.epsilon,
        })
    }
}
