//! detect-private-key: the words that private keys begin with.

use crate::Check;
use crate::sink::{Sink, finding};
use memchr::memmem;
use sdf_core::{Document, Span};

const PUTTY: &[u8] = b"PuTTY-User-Key-File-2";
const BEGIN: &[u8] = b"BEGIN ";
/// What makes a key of what begins.
const KINDS: [&[u8]; 9] = [
    b"RSA PRIVATE KEY",
    b"DSA PRIVATE KEY",
    b"EC PRIVATE KEY",
    b"OPENSSH PRIVATE KEY",
    b"PRIVATE KEY",
    b"SSH2 ENCRYPTED PRIVATE KEY",
    b"PGP PRIVATE KEY BLOCK",
    b"ENCRYPTED PRIVATE KEY",
    b"OpenVPN Static key V1",
];

pub(super) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    if !sink.wants(Check::DetectPrivateKey) {
        return;
    }
    let kind_at = |at: usize| {
        let rest = &document.bytes[at + BEGIN.len()..];
        KINDS.iter().find(|kind| rest.starts_with(kind))
    };
    let keys = memmem::find_iter(document.bytes, BEGIN)
        .filter_map(|at| Some(Span::new(at, at + BEGIN.len() + kind_at(at)?.len())));
    let others = memmem::find_iter(document.bytes, PUTTY);
    let others = others.map(|at| Span::new(at, at + PUTTY.len()));
    for span in keys.chain(others).filter(|&span| document.focus.touches(span)) {
        sink.add(Check::DetectPrivateKey, finding(Check::DetectPrivateKey, span, span));
    }
}
