//! What is encoded in a version.

use crate::Engine;
use crate::encoded::ESCAPED;
use sdf_core::{RuleMask, Span};
use sdf_decode::{Limits, each_layer};
use sdf_gate::Gate;
use sdf_rules::secret::Specificity;
use sdf_secrets::Anywhere;
use std::ops::Range;

/// Encoded texts that are longer, in bytes, reach far.
pub(super) const NEAR: usize = 400;

/// Adds to `found` what may be secrets that are encoded in `area` of `text`; whether something that is
/// encoded there reaches far. Where `cut`, the text goes on behind the area.
pub(super) fn look<'r>(
    engine: &Engine<'r>,
    (gate, enabled): (&Gate<'_>, &RuleMask),
    text: &[u8],
    area: &Range<usize>,
    cut: bool,
    found: &mut Anywhere<'r>,
) -> bool {
    let Some(part) = text.get(area.clone()) else { return true };
    let mut far = false;
    let rules = engine.catalogue.secrets.len();
    let (mut hits, mut inside) = (Vec::new(), Anywhere::default());
    let cut_short = each_layer(part, &Limits::default(), &mut |layer| {
        let bytes = layer.text();
        if layer.is_whole() {
            let origin = layer.origin(Span::new(0, bytes.len()));
            far |= origin.len() > NEAR || (cut && origin.end + 4 >= part.len());
        }
        hits.clear();
        gate.scan(bytes, 0..bytes.len(), &mut hits);
        hits.retain(|hit| (hit.rule as usize) < rules);
        engine.secrets.scan_anywhere(bytes, &hits, enabled, &mut inside);
        let outside = |span: Span| {
            let origin = layer.origin(span);
            Span::new(origin.start + area.start, origin.end + area.start)
        };
        found.alone.extend(inside.alone.drain(..).map(outside));
        for finding in inside.findings.drain(..) {
            let escapes = layer.escapes(finding.span);
            let generic = || {
                let mut rules = engine.catalogue.secrets.known();
                let rule = rules.find(|it| std::ptr::eq(&raw const it.rule, finding.rule));
                rule.is_none_or(|rule| rule.specificity == Specificity::Generic)
            };
            if escapes > 0 && (escapes >= ESCAPED || !generic()) {
                found.findings.push(finding.moved(outside));
            }
        }
    });
    far || cut_short.is_some()
}

/// Whether `stretch` may be a part of UTF-16: Latin letters stand beside zeros there.
pub(super) fn may_be_utf16(stretch: &[u8]) -> bool {
    memchr::memchr_iter(0, stretch).take(64).any(|at| {
        let is_text = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_graphic());
        is_text(stretch.get(at + 1)) && stretch.get(at + 2) == Some(&0)
    })
}
