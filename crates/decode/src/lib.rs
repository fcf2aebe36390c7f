//! Finds encoded text in text and decodes it, knowing where every byte came from.
//!
//! Base 64 in both alphabets and hexadecimal, also wrapped over lines and strings; gzip and zlib
//! inside them; UTF-16; escapes of programming languages, URLs, HTML and quoted-printable. What
//! comes out is looked through again, to a small depth.
//!
//! ```
//! use sdf_core::Span;
//! use sdf_decode::{Limits, each_layer};
//!
//! let document = b"blob: a2V5ID0gJ2dyZWVuIGdyYXNzJwo=\n";
//! let mut seen = Vec::new();
//! each_layer(document, &Limits::default(), &mut |layer| {
//!     let text = String::from_utf8_lossy(layer.text()).into_owned();
//!     let key = Span::new(0, 3);
//!     seen.push((text, layer.origin(key), layer.through(key)));
//! });
//! assert_eq!(seen, [("key = 'green grass'\n".into(), Span::new(6, 10), "base64".into())]);
//! ```
//!
//! Knows nothing of secrets. Linear in the document; ordinary text is passed over at the speed of
//! memory, near enough. [`Limits`] bound what hostile content costs.

mod classes;
mod digits;
mod escapes;
mod inflate;
mod joint;
mod layer;
mod packed;
mod readable;
mod runs;
mod utf16;
mod walk;

pub use layer::Layer;
pub use packed::decoded_base64_text;
pub use utf16::{Decoded, decode};
pub use walk::{Cut, Limits, each_layer};
