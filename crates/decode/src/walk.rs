//! From a document to everything that is decoded out of it.

use crate::layer::{Layer, Way};
use crate::{escapes, inflate, packed, readable, utf16};
use sdf_core::Span;
use std::fmt;

/// What decoding may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many encodings may lie in one another.
    pub depth: usize,
    /// Decoded bytes for each byte of the document, in all its layers together.
    pub factor: usize,
    /// Decoded bytes that any document may have besides.
    pub always: usize,
    /// How many times its size compressed data may grow to.
    pub ratio: usize,
}

impl Default for Limits {
    /// Five encodings deep; of base 64 in itself that is less than four times the document.
    fn default() -> Self {
        Limits { depth: 5, factor: 6, always: 32 << 20, ratio: 200 }
    }
}

/// Which limit cut decoding short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// More encodings lie in one another.
    Depth,
    /// There is more encoded text.
    Size,
    /// Compressed data is larger.
    Ratio,
}

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Cut::Depth => "too many encodings lie in one another",
            Cut::Size => "there is too much encoded text",
            Cut::Ratio => "compressed data in it grows too large",
        })
    }
}

/// Calls `visit` with every text that is encoded in `document`, an outer one before those in it.
/// The document itself is not visited; UTF-16 as a whole is for [`decode`](crate::decode).
///
/// Gives the limit that was met first, if one was: not everything was decoded then.
pub fn each_layer(
    document: &[u8],
    limits: &Limits,
    visit: &mut dyn FnMut(&Layer<'_>),
) -> Option<Cut> {
    let room = document.len().saturating_mul(limits.factor).saturating_add(limits.always);
    let mut walk = Walk { limits, room, cut: None, visit };
    walk.descend(document, None, 0);
    walk.cut
}

struct Walk<'v> {
    limits: &'v Limits,
    /// Bytes that may yet be decoded.
    room: usize,
    cut: Option<Cut>,
    visit: &'v mut dyn FnMut(&Layer<'_>),
}

impl Walk<'_> {
    /// Decodes what is encoded in `text`, which lies `depth` encodings deep.
    fn descend(&mut self, text: &[u8], parent: Option<&Layer<'_>>, depth: usize) {
        // An escape in what was unescaped is one that was escaped twice. Other things stand there
        // as they did before, unless an escape was a part of them.
        packed::each(text, |packed| {
            let span = packed.places.origin(Span::new(0, packed.bytes.len()));
            if parent.is_some_and(|parent| parent.escapes(span) == 0) {
                return true;
            }
            let (text, is_text) = (packed.bytes, packed.is_text);
            let layer = Layer { text, is_text, way: Way::Digits(packed.places), parent };
            match packed.unpacks {
                true => self.unpack(layer, depth + 1),
                false => self.enter(layer, depth + 1),
            }
        });
        escapes::each(text, |unescaped| {
            let (text, way) = (unescaped.bytes, Way::Escapes(unescaped.marks));
            self.enter(Layer { text, is_text: true, way, parent }, depth + 1)
        });
    }

    /// Visits `layer` and what is encoded in it; whether there is room for more.
    fn enter(&mut self, layer: Layer<'_>, depth: usize) -> bool {
        if !self.admits(&layer, depth) {
            return false;
        }
        (self.visit)(&layer);
        self.descend(&layer.text, Some(&layer), depth);
        self.cut != Some(Cut::Size)
    }

    /// The same for what is in `layer`, which is compressed or UTF-16; both may lie in one another.
    fn unpack(&mut self, layer: Layer<'_>, depth: usize) -> bool {
        if !self.admits(&layer, depth) {
            return false;
        }
        let parent = Some(&layer);
        if let Some(inflated) = inflate::inflate(&layer.text, self.limits.ratio, self.room) {
            if inflated.is_cut {
                self.stop(Cut::Ratio);
            }
            let whole = Span::new(0, layer.text.len());
            let (text, is_text) = (inflated.bytes, false);
            let way = Way::Inflated(inflated.name, whole);
            return self.unpack(Layer { text, is_text, way, parent }, depth + 1);
        }
        if let Some((text, origin)) = utf16::translation(&layer.text) {
            let is_text = readable::is_text(&text);
            return self.enter(Layer { text, is_text, way: Way::Utf16(origin), parent }, depth + 1);
        }
        // What only looked as if it could be unpacked is of no use.
        if !matches!(layer.way, Way::Inflated(..)) {
            return true;
        }
        let layer = Layer { is_text: readable::is_text(&layer.text), ..layer };
        (self.visit)(&layer);
        self.descend(&layer.text, Some(&layer), depth);
        self.cut != Some(Cut::Size)
    }

    /// Whether there is room for `layer`, which is counted.
    fn admits(&mut self, layer: &Layer<'_>, depth: usize) -> bool {
        if depth > self.limits.depth {
            return self.stop(Cut::Depth);
        }
        match self.room.checked_sub(layer.text.len()) {
            Some(room) => self.room = room,
            None => return self.stop(Cut::Size),
        }
        true
    }

    fn stop(&mut self, cut: Cut) -> bool {
        self.cut.get_or_insert(cut);
        false
    }
}
