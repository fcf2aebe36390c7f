//! A decoded text and the way back.

use crate::digits::Alphabet;
use crate::escapes::{self, Marks};
use crate::packed::Places;
use crate::utf16;
use sdf_core::Span;

/// A text that was decoded out of a document, or out of another such text.
#[derive(Debug)]
pub struct Layer<'p> {
    pub(crate) text: Vec<u8>,
    pub(crate) is_text: bool,
    pub(crate) way: Way,
    pub(crate) parent: Option<&'p Layer<'p>>,
}

/// How a text came out of another.
#[derive(Debug)]
pub(crate) enum Way {
    /// By groups of digits.
    Digits(Places),
    /// By replacing escapes.
    Escapes(Marks),
    /// By translation from UTF-16.
    Utf16(utf16::Origin),
    /// By inflating, which leaves no way back from a part: the name, and the whole.
    Inflated(&'static str, Span),
}

impl Layer<'_> {
    /// The decoded text.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Whether it is text from end to end: UTF-8 without control characters but tab and line
    /// ends. Otherwise a few bytes of it are something else.
    pub fn is_text(&self) -> bool {
        self.is_text
    }

    /// The smallest part of the document that `span` of the text was decoded from, as exact as
    /// the encodings allow.
    pub fn origin(&self, span: Span) -> Span {
        let mut span = self.step(span);
        let mut layer = self.parent;
        while let Some(parent) = layer {
            span = parent.step(span);
            layer = parent.parent;
        }
        span
    }

    /// `span` in the text that this one was decoded from.
    pub(crate) fn step(&self, span: Span) -> Span {
        match &self.way {
            Way::Digits(places) => places.origin(span),
            Way::Escapes(marks) => marks.origin(span),
            Way::Utf16(origin) => Span::new(origin.stored(span.start), origin.stored(span.end)),
            Way::Inflated(_, whole) => *whole,
        }
    }

    /// Whether all of the text is decoded, and not lines of the document with escapes in them.
    pub fn is_whole(&self) -> bool {
        !matches!(self.way, Way::Escapes(_))
    }

    /// How many escapes stand in `span` or at its ends; [`usize::MAX`] where the whole text is
    /// decoded. What holds none stands in the document as it is.
    pub fn escapes(&self, span: Span) -> usize {
        match &self.way {
            Way::Escapes(marks) => marks.escapes(span).0,
            Way::Digits(_) | Way::Utf16(_) | Way::Inflated(..) => usize::MAX,
        }
    }

    /// Through what `span` was decoded, the innermost first: `base64`, `base64 in gzip in base64`.
    pub fn through(&self, span: Span) -> String {
        let mut names = Vec::new();
        let (mut layer, mut span) = (Some(self), span);
        while let Some(one) = layer {
            names.push(match &one.way {
                Way::Digits(places) => match places.alphabet {
                    Alphabet::Base64 => "base64",
                    Alphabet::Hex => "hexadecimal",
                },
                Way::Escapes(marks) => {
                    marks.escapes(span).1.map_or("escaped text", escapes::notation)
                }
                Way::Utf16(_) => "UTF-16",
                Way::Inflated(name, _) => name,
            });
            span = one.step(span);
            layer = one.parent;
        }
        names.join(" in ")
    }
}
