//! RFC 9162 section 2.1 as it is written: by recursion, over whole leaves. Slow, and shares no code with the crate.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use sha2::{Digest as _, Sha256};

/// MTH.
pub fn mth(d: &[Vec<u8>]) -> [u8; 32] {
    match d.len() {
        0 => Sha256::digest([]).into(),
        1 => Sha256::digest([&[0][..], &d[0]].concat()).into(),
        n => {
            let k = k(n);
            Sha256::digest([&[1][..], &mth(&d[..k]), &mth(&d[k..])].concat()).into()
        }
    }
}

/// PATH(m, D_n).
pub fn path(m: usize, d: &[Vec<u8>]) -> Vec<[u8; 32]> {
    if d.len() == 1 {
        return Vec::new();
    }
    let k = k(d.len());
    if m < k {
        [path(m, &d[..k]), vec![mth(&d[k..])]].concat()
    } else {
        [path(m - k, &d[k..]), vec![mth(&d[..k])]].concat()
    }
}

/// PROOF(m, D_n).
pub fn proof(m: usize, d: &[Vec<u8>]) -> Vec<[u8; 32]> {
    subproof(m, d, true)
}

fn subproof(m: usize, d: &[Vec<u8>], b: bool) -> Vec<[u8; 32]> {
    if m == d.len() {
        return if b { Vec::new() } else { vec![mth(d)] };
    }
    let k = k(d.len());
    if m <= k {
        [subproof(m, &d[..k], b), vec![mth(&d[k..])]].concat()
    } else {
        [subproof(m - k, &d[k..], false), vec![mth(&d[..k])]].concat()
    }
}

/// The largest power of two smaller than n.
fn k(n: usize) -> usize {
    let mut k = 1;
    while k * 2 < n {
        k *= 2;
    }
    k
}
