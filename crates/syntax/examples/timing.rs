//! Times parsing and naming of the Python files that the arguments name, to find what is slow:
//! `cargo run --release -p sdf-syntax --example timing -- FILE...`
#![expect(clippy::print_stdout, reason = "a tool for developers")]

use sdf_syntax::{Language, Limits, names, parse};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let source = std::fs::read(&path)?;
        let started = Instant::now();
        match parse(Language::Python, &source, &Limits::default()) {
            Ok(tree) => {
                let parsed = started.elapsed();
                names(&tree, &source);
                let named = started.elapsed() - parsed;
                let nodes = tree.nodes().len();
                println!("parse {parsed:8.3?}  names {named:8.3?}  {nodes:8} nodes  {path}");
            }
            Err(trouble) => println!("{trouble} after {:.3?}  {path}", started.elapsed()),
        }
    }
    Ok(())
}
