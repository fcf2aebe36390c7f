fn main() {
    let mut files = vec![];
    fn walk(p: &std::path::Path, files: &mut Vec<Vec<u8>>, total: &mut usize) {
        if *total > 300 << 20 {
            return;
        }
        for e in std::fs::read_dir(p).unwrap().flatten() {
            let p = e.path();
            if p.is_symlink() {
                continue;
            }
            if p.is_dir() {
                walk(&p, files, total)
            } else if let Ok(b) = std::fs::read(&p) {
                if b.len() < 4 << 20 && !b[..b.len().min(8000)].contains(&0) {
                    *total += b.len();
                    files.push(b);
                }
            }
        }
    }
    let mut total = 0;
    for a in std::env::args().skip(1) {
        walk(a.as_ref(), &mut files, &mut total);
    }
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let (mut n, mut bytes) = (0, 0);
        let mut kinds = std::collections::BTreeMap::<String, (usize, usize)>::new();
        for f in &files {
            sdf_decode::each_layer(f, &Default::default(), &mut |l| {
                n += 1;
                bytes += l.text().len();
                let k = l.through(sdf_core::Span::new(0, l.text().len()));
                let e = kinds.entry(k).or_default();
                e.0 += 1;
                e.1 += l.text().len();
            });
        }
        let s = t.elapsed().as_secs_f64();
        println!(
            "{} files {} MB: {:.0} MB/s, {n} layers {bytes} bytes {kinds:?}",
            files.len(),
            total >> 20,
            total as f64 / 1e6 / s
        );
    }
}
