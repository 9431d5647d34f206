//! Annotation accounts for every byte of every input, and for any input at all.

mod own;

use casp_wire::v1::tables;
use conformance::annotate::{self, Line, annotate};
use conformance::generate::{self, PUBLISHED_SEED};
use conformance::vector::{Operation, Vector};

own::own_tests![
    every_byte_of_every_vector_is_accounted_for,
    a_fault_of_encoding_is_pointed_out,
    any_bytes_are_annotated_in_time_that_grows_with_them,
];

fn vectors() -> Vec<Vector> {
    generate::suite(PUBLISHED_SEED)
        .into_iter()
        .flat_map(|file| file.vectors)
        .collect()
}

fn input(operation: &Operation) -> Option<&[u8]> {
    operation.main_input().map(|(_, bytes)| bytes)
}

/// Lines of the outermost depth cover the input without gap or overlap, and inner ones lie within it.
fn accounts_for(lines: &[Line], length: usize) -> bool {
    let outer: Vec<&Line> = lines.iter().filter(|line| line.depth == 0 && line.length > 0).collect();
    let adjacent = outer
        .windows(2)
        .all(|pair| pair[0].offset + pair[0].length == pair[1].offset);
    let ends = outer.last().map_or(0, |line| line.offset + line.length) == length;
    adjacent && ends && lines.iter().all(|line| line.offset + line.length <= length)
}

fn every_byte_of_every_vector_is_accounted_for() {
    for vector in vectors() {
        if let Some(bytes) = input(&vector.step.operation) {
            let lines = annotate::operation(&vector.step.operation);
            assert!(accounts_for(&lines, bytes.len()), "{}", vector.id);
        }
    }
}

fn a_fault_of_encoding_is_pointed_out() {
    let notes = [
        ("unknown-field", "unknown field"),
        ("truncated", "ends too early"),
        ("tag-not-minimal", "tag not minimal"),
        ("value-not-minimal", "value not minimal"),
        ("length-not-minimal", "length not minimal"),
        ("repeated", "repeated"),
        ("missing", "is missing"),
        ("fields-swapped", "out of order"),
    ];
    for vector in vectors()
        .into_iter()
        .filter(|vector| input(&vector.step.operation).is_some())
    {
        let Some((_, note)) = notes.iter().find(|(fault, _)| vector.fault == *fault) else {
            continue;
        };
        let lines = annotate::operation(&vector.step.operation);
        let told = lines
            .iter()
            .any(|line| line.text.contains(note) || line.text.contains("unreadable"));
        assert!(told || vector.rules == ["DEL-4"], "{}: nobody says {note}", vector.id);
    }
}

fn any_bytes_are_annotated_in_time_that_grows_with_them() {
    let mut state = 1_u64;
    let mut byte = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    for length in (0..400).chain([10_000]) {
        let bytes: Vec<u8> = (0..length).map(|_| byte()).collect();
        for table in [
            &tables::BUNDLE,
            &tables::CAPABILITY_DESCRIPTOR,
            &tables::EQUIVOCATION_PROOF,
        ] {
            assert!(accounts_for(&annotate(table, &bytes), bytes.len()));
        }
    }
    let empties = [0x12, 0x00].repeat(500_000);
    assert!(accounts_for(&annotate(&tables::BUNDLE, &empties), empties.len()));
}
