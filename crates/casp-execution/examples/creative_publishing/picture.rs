//! Draws a picture from a brief: hills under a sun, the same bytes on every machine.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 300;
const LAYERS: i64 = 5;

/// What to draw.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Brief {
    pub(crate) prompt: String,
    pub(crate) seed: u64,
}

impl Brief {
    pub(crate) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("plain data")
    }

    pub(crate) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }
}

type Colour = [i64; 3];

/// Integers alone, so that everybody who draws it draws the same.
pub(crate) fn draw(brief: &Brief) -> Vec<u8> {
    let digest: [u8; 32] = Sha256::new_with_prefix(brief.seed.to_be_bytes())
        .chain_update(&brief.prompt)
        .finalize()
        .into();
    let byte = |at: usize| i64::from(digest[at]);
    let (top, low) = sky(&brief.prompt, byte(0));
    let ground: Colour = [20 + byte(1) / 8, 30 + byte(2) / 6, 40 + byte(3) / 5];
    let sun = (80 + byte(4) * 320 / 255, 60 + byte(5) * 70 / 255, 18 + byte(6) / 12);
    let mut pixels = Vec::with_capacity(usize::try_from(WIDTH * HEIGHT * 3).expect("small"));
    for y in 0..i64::from(HEIGHT) {
        for x in 0..i64::from(WIDTH) {
            let mut colour = mix(top, low, y * 256 / i64::from(HEIGHT));
            let from_sun = (x - sun.0).pow(2) + (y - sun.1).pow(2);
            if from_sun < sun.2.pow(2) {
                colour = [255, 240, 205];
            } else if from_sun < (sun.2 * 4).pow(2) {
                colour = mix([255, 232, 180], colour, 150 + from_sun * 106 / (sun.2 * 4).pow(2));
            }
            for layer in 0..LAYERS {
                if y > ridge(&digest, layer, x) {
                    colour = mix(low, ground, 60 + layer * 196 / (LAYERS - 1));
                }
            }
            pixels.extend(colour.map(|channel| u8::try_from(channel.clamp(0, 255)).expect("clamped")));
        }
    }
    encode(&pixels, &brief.prompt)
}

/// The prompt that a picture was drawn for.
pub(crate) fn prompt_of(png: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().ok()?;
    let texts = &reader.info().utf8_text;
    let described = texts.iter().find(|text| text.keyword == "Description")?;
    described.get_text().ok()
}

fn sky(prompt: &str, chance: i64) -> (Colour, Colour) {
    if prompt.contains("night") {
        ([12, 16, 48], [52, 58, 110])
    } else if prompt.contains("dusk") || prompt.contains("evening") {
        ([62, 40, 98], [236, 132, 92])
    } else {
        ([92, 150 + chance / 8, 214], [222, 230, 226])
    }
}

/// Height of a ridge: waves of three lengths, each a parabola, so that no sine is needed.
fn ridge(digest: &[u8; 32], layer: i64, x: i64) -> i64 {
    let byte = |at: i64| i64::from(digest[usize::try_from(7 + layer * 5 + at).expect("small") % 32]);
    let base = 120 + layer * 36;
    let waves = [(190 - layer * 18, 26), (83 - layer * 7, 12), (31 - layer * 2, 4)];
    let heights = (0_i64..)
        .zip(waves)
        .map(|(at, (length, height))| wave(x + byte(at) * 3, length) * height / 256);
    base - heights.sum::<i64>() + byte(3) % 14
}

/// From -256 to 256: a parabola up, then one down, each `length` long.
fn wave(x: i64, length: i64) -> i64 {
    let phase = x.rem_euclid(length * 2);
    let along = phase % length;
    let height = 1_024 * along * (length - along) / length.pow(2);
    if phase < length { height } else { -height }
}

/// The first at 0, the second at 256.
fn mix(one: Colour, other: Colour, at: i64) -> Colour {
    let at = at.clamp(0, 256);
    [0, 1, 2].map(|channel| (one[channel] * (256 - at) + other[channel] * at) / 256)
}

fn encode(pixels: &[u8], prompt: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, WIDTH, HEIGHT);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .add_itxt_chunk("Description".into(), prompt.into())
        .expect("a short text");
    let mut writer = encoder.write_header().expect("into memory");
    writer.write_image_data(pixels).expect("into memory");
    writer.finish().expect("into memory");
    bytes
}
