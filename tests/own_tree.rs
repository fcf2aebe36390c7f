//! The project keeps its own rules.

use std::process::Command;

#[test]
fn the_own_tree_is_clean() {
    let scan = Command::new(env!("CARGO_BIN_EXE_sdf-hook"))
        .args(["scan", "--quiet", "."])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the binary that cargo built");
    let text = String::from_utf8_lossy(&scan.stdout);
    assert!(scan.status.success(), "{text}{}", String::from_utf8_lossy(&scan.stderr));
}
