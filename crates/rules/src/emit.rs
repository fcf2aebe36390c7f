//! Rules as Rust expressions.

use sdf_core::{Confidence, Family, Reach, Rule, Severity, Text};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A value that can be written as a constant Rust expression of its own type.
///
/// The expression names every path in full, so that it can stand in any module that depends on
/// `sdf_core` and `sdf_rules`.
pub trait Emit {
    /// Appends the expression to `out`.
    fn emit(&self, out: &mut String);
}

impl Emit for Text {
    fn emit(&self, out: &mut String) {
        out.push_str("::std::borrow::Cow::Borrowed(");
        push_literal(self, out);
        out.push(')');
    }
}

impl<T: Emit + Clone> Emit for Cow<'static, [T]> {
    fn emit(&self, out: &mut String) {
        out.push_str("::std::borrow::Cow::Borrowed(&[");
        for item in self.iter() {
            item.emit(out);
            out.push(',');
        }
        out.push_str("])");
    }
}

impl<A: Emit, B: Emit> Emit for (A, B) {
    fn emit(&self, out: &mut String) {
        emit_tuple(out, "", &[&self.0, &self.1]);
    }
}

impl<T: Emit> Emit for Option<T> {
    fn emit(&self, out: &mut String) {
        match self {
            None => out.push_str("::std::option::Option::None"),
            Some(value) => {
                out.push_str("::std::option::Option::Some(");
                value.emit(out);
                out.push(')');
            }
        }
    }
}

macro_rules! emit_as_written {
    ($($type:ty),+) => { $(
        impl Emit for $type {
            fn emit(&self, out: &mut String) {
                push_literal(self, out);
            }
        }
    )+ };
}

// Debug, not Display: it writes 3.0 for a float, where Display writes 3.
emit_as_written!(bool, u8, u16, u32, usize, f32, f64);

macro_rules! emit_variant {
    ($($type:ident),+) => { $(
        impl Emit for $type {
            fn emit(&self, out: &mut String) {
                out.push_str(concat!("::sdf_core::", stringify!($type), "::"));
                push_literal(self, out);
            }
        }
    )+ };
}

emit_variant!(Family, Severity, Confidence, Reach);

impl Emit for Rule {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_core::Rule", self, {
            id, family, aliases, severity, confidence, title, why, help, cwe, owasp, references,
            reach, default, by_alias
        });
    }
}

/// Writes the named fields of `$value` as a struct expression.
macro_rules! emit_struct {
    ($out:expr, $path:literal, $value:expr, { $($field:ident),+ $(,)? }) => {
        $out.push_str(concat!($path, "{"));
        $(
            $out.push_str(concat!(stringify!($field), ": "));
            $crate::Emit::emit(&$value.$field, $out);
            $out.push(',');
        )+
        $out.push('}');
    };
}
pub(crate) use emit_struct;

/// Writes the named variables as the fields of the struct variant `$path`.
macro_rules! emit_variant_fields {
    ($out:expr, $path:literal, { $($field:ident),+ $(,)? }) => {
        $out.push_str(concat!($path, "{"));
        $(
            $out.push_str(concat!(stringify!($field), ": "));
            $crate::Emit::emit($field, $out);
            $out.push(',');
        )+
        $out.push('}');
    };
}
pub(crate) use emit_variant_fields;

/// Writes plain variants of `$type`, which lives at `$path`, by their names.
macro_rules! emit_plain_variants {
    ($($type:ty: $path:literal),+ $(,)?) => { $(
        impl $crate::Emit for $type {
            fn emit(&self, out: &mut String) {
                out.push_str(&format!(concat!($path, "::{:?}"), self));
            }
        }
    )+ };
}
pub(crate) use emit_plain_variants;

/// Writes `path(value, …)`.
pub(crate) fn emit_tuple(out: &mut String, path: &str, values: &[&dyn Emit]) {
    out.push_str(path);
    out.push('(');
    for value in values {
        value.emit(out);
        out.push(',');
    }
    out.push(')');
}

/// Appends what `Debug` writes, which for text, numbers and plain variants is their Rust literal.
fn push_literal(value: &(impl std::fmt::Debug + ?Sized), out: &mut String) {
    write!(out, "{value:?}").expect("writing to a string cannot fail");
}
