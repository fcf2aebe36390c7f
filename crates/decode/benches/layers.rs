//! How fast encoded text is looked for: `cargo bench -p sdf-decode`.
//!
//! In ordinary source code, which holds little of it, and in the worst that there can be.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sdf_decode::{Limits, each_layer};
use std::hint::black_box;

const SOURCE: &str = concat!(
    include_str!("../src/packed.rs"),
    include_str!("../src/escapes.rs"),
    include_str!("../src/walk.rs"),
    include_str!("../../../README.md"),
    include_str!("../../../Cargo.toml"),
);

/// Bytes of each text.
const SIZE: usize = 16 << 20;

fn base64(bytes: &[u8]) -> Vec<u8> {
    let alphabet: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*b"+/").collect();
    let digits = |group: &[u8; 3]| {
        let bits = u32::from(group[0]) << 16 | u32::from(group[1]) << 8 | u32::from(group[2]);
        [18, 12, 6, 0].map(|shift| alphabet[(bits >> shift & 63) as usize])
    };
    bytes.as_chunks::<3>().0.iter().flat_map(digits).collect()
}

/// Bytes that look random (Knuth's MMIX generator).
fn noise() -> Vec<u8> {
    let mut state = 1u64;
    std::iter::repeat_with(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
    .take(SIZE * 3 / 4)
    .collect()
}

fn benchmark(criterion: &mut Criterion) {
    let repeated = |text: &str| text.repeat(SIZE / text.len()).into_bytes();
    let mut nested = repeated(SOURCE);
    nested.truncate(SIZE * 3 / 4 * 3 / 4 * 3 / 4);
    for _ in 0..3 {
        nested = base64(&nested);
    }
    let texts = [
        ("source", repeated(SOURCE)),
        ("noise in base64", base64(&noise())),
        ("text in base64", base64(&repeated(SOURCE))),
        ("nested base64", nested),
        ("percent encoding", repeated("%41%62%25")),
        ("nearly escapes", repeated(r"\%&U+&#\x")),
        ("nearly base64", repeated("eW91IGFyZSBoZXJl-/ ")),
        ("separators", repeated("/-_+a")),
        ("short lines", repeated("QUJDREVGR0hJSktMTU5PUFFS\nQ\n")),
    ];
    let mut group = criterion.benchmark_group("layers");
    group.sample_size(10);
    for (name, text) in texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let mut seen = 0;
                each_layer(black_box(&text), &Limits::default(), &mut |layer| {
                    seen += layer.text().len()
                });
                seen
            });
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
