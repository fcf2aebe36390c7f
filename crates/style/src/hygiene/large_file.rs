//! check-added-large-files: content that a repository should not carry.

use crate::Check;
use crate::settings::Settings;
use crate::sink::{Sink, finding};
use sdf_core::{Document, Span};

/// A file in Git LFS is staged as a pointer of some hundred bytes, so it needs no exception.
pub(crate) fn check(document: &Document<'_>, settings: &Settings, sink: &mut Sink<'_>) {
    let size = document.bytes.len() as u64;
    if size <= settings.max_file_size || !sink.wants(Check::CheckAddedLargeFiles) {
        return;
    }
    // Known by nothing but the file: one that was large before is no news when it grows.
    let start = Span::new(0, 0);
    let kibibytes = |bytes: u64| bytes.div_ceil(1024);
    let message = format!(
        "large file: {} KiB, more than {} KiB",
        kibibytes(size),
        kibibytes(settings.max_file_size)
    );
    let fault = finding(Check::CheckAddedLargeFiles, start, start).saying(message);
    sink.add(Check::CheckAddedLargeFiles, fault);
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn a_byte_too_much_is_too_much() {
        let limit = 500 * 1024;
        assert!(check("a.bin", &vec![0; limit]).is_empty());
        let findings = check("a.bin", &vec![0; limit + 1]);
        assert_eq!(findings[0].message, "large file: 501 KiB, more than 500 KiB");
    }
}
