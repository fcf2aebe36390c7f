use sdf_syntax::*;
fn main() {
    let src = std::env::args().nth(1).unwrap();
    let t = parse(Language::Python, src.as_bytes(), &Limits::default()).unwrap();
    println!("errors {:?} complaint {:?} old {:?}", t.errors(), t.complaint(), t.old_syntax());
    let mut depth = vec![];
    for (i, n) in t.nodes().iter().enumerate() {
        while depth.last().is_some_and(|&e: &u32| e <= i as u32) { depth.pop(); }
        println!("{}{:?} {:?} {:?} {:?}", "  ".repeat(depth.len()), n.role, n.kind, t.text(n.symbol), String::from_utf8_lossy(&src.as_bytes()[n.start as usize..n.end as usize]));
        depth.push(n.subtree_end.0);
    }
    let mut p = tree_sitter::Parser::new();
    p.set_language(&tree_sitter_python::LANGUAGE.into()).unwrap();
    println!("{}", p.parse(&src, None).unwrap().root_node().to_sexp());
}
