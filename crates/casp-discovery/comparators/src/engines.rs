//! What the registry's recall is measured against.

use casp_discovery::recall::embed::Vector;
use hnsw_rs::prelude::{Distance, Hnsw};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TEXT};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

/// A full-text index in memory, by BM25.
pub struct SearchEngine {
    index: Index,
    writer: IndexWriter,
    text: Field,
}

pub struct OpenSearchEngine {
    searcher: Searcher,
    text: Field,
}

impl SearchEngine {
    pub fn new() -> Self {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let index = Index::create_in_ram(schema.build());
        let writer = index.writer_with_num_threads(1, 200 << 20).expect("a writer");
        Self { index, writer, text }
    }

    pub fn insert(&mut self, words: &str) {
        let mut document = TantivyDocument::default();
        document.add_text(self.text, words);
        self.writer.add_document(document).expect("added");
    }

    pub fn open(mut self) -> OpenSearchEngine {
        self.writer.commit().expect("committed");
        let searcher = self.index.reader().expect("a reader").searcher();
        OpenSearchEngine {
            searcher,
            text: self.text,
        }
    }
}

impl OpenSearchEngine {
    pub fn search(&self, words: &str, best: usize) -> usize {
        let terms = words.split(' ').map(|word| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(self.text, word);
            (
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            )
        });
        let query = BooleanQuery::new(terms.collect());
        self.searcher
            .search(&query, &TopDocs::with_limit(best))
            .expect("found")
            .len()
    }
}

/// A graph of nearest neighbours (HNSW): 16 neighbours, 200 looked at where it is built and 64 where it is asked.
pub struct Graph<'a>(Hnsw<'a, i8, Product>);

struct Product;

impl Distance<i8> for Product {
    fn eval(&self, a: &[i8], b: &[i8]) -> f32 {
        // Vectors have a length of 127, nearly.
        (1.0 - dot(a, b) as f32 / (127.0 * 127.0)).max(0.0)
    }
}

fn dot(a: &[i8], b: &[i8]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

impl Graph<'_> {
    pub fn new(vectors: &[Vector]) -> Self {
        let graph = Hnsw::new(16, vectors.len(), 16, 200, Product);
        for (number, vector) in vectors.iter().enumerate() {
            graph.insert((vector.components(), number));
        }
        Self(graph)
    }

    pub fn search(&self, vector: &Vector, best: usize) -> Vec<u32> {
        let found = self.0.search(vector.components(), best, 64);
        found.iter().map(|each| each.d_id as u32).collect()
    }
}

/// The most similar vectors, by looking at all.
pub fn exact_scan(vectors: &[i8], asked: &Vector, best: usize) -> Vec<u32> {
    let wide: Vec<i16> = asked.components().iter().map(|it| i16::from(*it)).collect();
    let mut kept: Vec<(i32, u32)> = Vec::with_capacity(best + 1);
    let mut least = i32::MIN;
    for (vector, number) in vectors.chunks_exact(wide.len()).zip(0_u32..) {
        let (a, b) = (wide.as_chunks::<32>(), vector.as_chunks::<32>());
        let chunks: i32 = a.0.iter().zip(b.0).map(|(a, b)| wide_dot(a, b)).sum();
        let product = chunks + wide_dot(a.1, b.1);
        if product > least {
            let place = kept.partition_point(|(other, _)| *other >= product);
            kept.insert(place, (product, number));
            kept.truncate(best);
            if kept.len() == best {
                least = kept.last().map_or(least, |(product, _)| *product);
            }
        }
    }
    kept.into_iter().map(|(_, number)| number).collect()
}

fn wide_dot(a: &[i16], b: &[i8]) -> i32 {
    a.iter()
        .zip(b)
        .map(|(a, b)| i32::from(*a) * i32::from(i16::from(*b)))
        .sum()
}
