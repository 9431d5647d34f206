//! The default embedder, on this machine and on any other.

#![allow(clippy::restriction, reason = "test code")]

use std::time::{Duration, Instant};

use casp_discovery::recall::embed::{Embedder as _, Vector, WordEmbedder};
use casp_discovery::recall::{Document, Recall, Wanted};
use sha2::{Digest as _, Sha256};

#[test]
fn golden_vectors() {
    let of = |vector: &Vector| {
        let bytes: Vec<u8> = vector
            .components()
            .iter()
            .flat_map(|component| component.to_le_bytes())
            .collect();
        (
            vector.components()[..6].to_vec(),
            hex::encode(&Sha256::digest(bytes)[..8]),
        )
    };
    let known = of(&WordEmbedder.embed_phrasing("translate a letter into Polish"));
    let slipped = of(&WordEmbedder.embed_phrasing("pictrue genration"));
    let unknown = of(&WordEmbedder.embed_document("zzqx", "Ωmega-7 xyzzyplugh"));
    let all = [known, slipped, unknown];
    let golden = [
        (vec![-4, -7, -4, -5, -3, 0], "b4e0d3f3d2a83c7c".to_owned()),
        (vec![14, 2, 1, -7, 3, 9], "4058a79069b78b10".to_owned()),
        (vec![4, -3, 1, -11, -8, 8], "c1d60b54b15ec92f".to_owned()),
    ];
    assert_eq!(all, golden);
}

#[test]
fn what_says_nothing_is_like_nothing() {
    for text in ["", " \n", "🎈🎈", "the of and", "\u{202e}\u{0}"] {
        assert_eq!(
            WordEmbedder.embed_phrasing(text),
            Vector::zero(WordEmbedder.dimensions()),
            "{text:?}"
        );
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test of how long it takes")]
fn hostile_text_takes_little_time() {
    let long = |piece: &str| piece.repeat(65_536 / piece.len());
    let unknown: String = (0..10_000).map(|number| format!("qx{number}zy ")).collect();
    let slips: String = ('a'..='z')
        .cycle()
        .take(3_000)
        .map(|c| format!("conversatoin{c} "))
        .collect();
    let texts = [
        long("a"),
        long("🎈"),
        long("שלום "),
        long("7"),
        long("e\u{301}"),
        long("aB"),
        long("İ"),
        long("ﷺ "),
        unknown,
        slips,
        long("ß-"),
    ];
    let mut recall = Recall::new(WordEmbedder);
    recall.insert(0, &Document::new("org.example/a", "Anything", &[], &[]));
    let begin = Instant::now();
    for (number, text) in (1..).zip(&texts) {
        let tags = vec![text.clone(); 100];
        recall.insert(number, &Document::new(text, text, &tags, &tags).with_schema(text));
        let phrasings = vec![text.clone(); 20];
        let wanted = Wanted {
            phrasings: &phrasings,
            skills: &tags,
        };
        recall.search(&wanted, 10, &mut |_| true);
    }
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    (1..).zip(&texts).for_each(|(number, _)| recall.remove(number));
    assert_eq!(recall.len(), 1);
}
