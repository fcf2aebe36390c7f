#[test]
fn todo_snapshots() {
    use crate::*;
    let mut report = Report::default();
    report.findings =
        vec![sample::secret("a.py"), sample::traced(), sample::fixable(9), sample::fixable(12)];
    for f in Format::ALL {
        let (mut o, mut e) = (vec![], vec![]);
        write(*f, &report, &Options::default(), &mut o, &mut e).expect("memory");
        eprintln!("{}", String::from_utf8_lossy(&o));
    }
}
