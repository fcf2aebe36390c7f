//! Parses, lowers and names all Python files below the directory that `PYTHON_FILES` names, or a
//! small program of its own, with either front end.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sdf_syntax::{Language, Limits, names, parse};
use std::hint::black_box;
use std::path::Path;

fn collect(directory: &Path, sources: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, sources),
            Ok(kind) if kind.is_file() && path.extension().is_some_and(|it| it == "py") => {
                sources.extend(std::fs::read(&path).ok());
            }
            _ => {}
        }
    }
}

fn sources() -> Vec<Vec<u8>> {
    let mut sources = Vec::new();
    match std::env::var_os("PYTHON_FILES") {
        Some(directory) => collect(Path::new(&directory), &mut sources),
        None => {
            let class =
                "class A(B):\n    def f(self, x=1):\n        return [x.y(z) for z in self]\n";
            sources.push(format!("import a\n{}", class.repeat(1000)).into_bytes());
        }
    }
    sources
}

fn front_ends(criterion: &mut Criterion) {
    let sources = sources();
    // A comment that is not UTF-8 sends a file to the grammar.
    let odd: Vec<_> =
        sources.iter().map(|source| [source.as_slice(), b"\n#\xff\n"].concat()).collect();
    let mut group = criterion.benchmark_group("python");
    group.throughput(Throughput::Bytes(sources.iter().map(Vec::len).sum::<usize>() as u64));
    group.sample_size(10);
    let limits = Limits::default();
    for (name, sources) in [("fast", &sources), ("grammar", &odd)] {
        group.bench_function(format!("{name}, tree"), |bencher| {
            bencher.iter(|| {
                for source in sources {
                    black_box(parse(Language::Python, source, &limits).ok());
                }
            });
        });
    }
    group.bench_function("fast, tree and names", |bencher| {
        bencher.iter(|| {
            for source in &sources {
                if let Ok(tree) = parse(Language::Python, source, &limits) {
                    black_box(names(&tree, source));
                }
            }
        });
    });
    group.finish();
}

criterion_group!(benches, front_ends);
criterion_main!(benches);
