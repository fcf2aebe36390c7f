//! check-json, check-yaml, check-toml, check-xml and pretty-format-json, sort-simple-yaml: files
//! that are in a format by their name.

use super::fault::Fault;
use super::json::{self, Dialect, Layout};
use super::simple_yaml;
use super::{toml, xml, yaml};
use crate::Check;
use crate::file_type::Format;
use crate::settings::Formats;
use crate::sink::{Sink, finding, fixed_by};
use memchr::memmem;
use sdf_core::{Document, Span};
use std::borrow::Cow;

/// Reports the first fault of a file in its format, and whether it is laid out otherwise than it
/// should be.
pub(crate) fn check(document: &Document<'_>, settings: &Formats, sink: &mut Sink<'_>) {
    let Some(format) = Format::of(document) else { return };
    match format {
        Format::Json => {
            report(Check::CheckJson, sink, || check_json(document, settings));
            if sink.wants(Check::PrettyFormatJson) {
                lay_out(document, settings, sink);
            }
        }
        Format::Yaml => {
            report(Check::CheckYaml, sink, || check_yaml(document, settings));
            if sink.wants(Check::SortSimpleYaml) {
                sort(document, sink);
            }
        }
        Format::Toml => report(Check::CheckToml, sink, || toml::check(document.bytes)),
        Format::Xml => report(Check::CheckXml, sink, || xml::check(document.bytes)),
    }
}

fn report(check: Check, sink: &mut Sink<'_>, judge: impl FnOnce() -> Result<(), Fault>) {
    if sink.wants(check)
        && let Err(fault) = judge()
    {
        sink.add(check, finding(check, fault.span, fault.span).saying(fault.message));
    }
}

fn check_json(document: &Document<'_>, settings: &Formats) -> Result<(), Fault> {
    let comments = !settings.json_strict && has_comments_by_custom(document);
    json::check(document.bytes, Dialect { comments })
}

fn check_yaml(document: &Document<'_>, settings: &Formats) -> Result<(), Fault> {
    if !settings.yaml_templates && is_template(document) {
        return Ok(());
    }
    let options = yaml::Options {
        documents: settings.yaml_multiple_documents,
        syntax_only: settings.yaml_unsafe,
        tags: &settings.yaml_tags,
    };
    yaml::check(document.bytes, &options)
}

/// Names of files that are JSON with comments: the settings of editors, compilers and linters.
fn has_comments_by_custom(document: &Document<'_>) -> bool {
    const NAMES: [&[u8]; 10] = [
        b".babelrc",
        b".eslintrc.json",
        b".jshintrc",
        b".devcontainer.json",
        b"api-extractor.json",
        b"deno.json",
        b"devcontainer.json",
        b"language-configuration.json",
        b"tslint.json",
        b"turbo.json",
    ];
    let name: &[u8] = document.file_name();
    let is_config = |start: &[u8]| name.starts_with(start) && name.ends_with(b".json");
    let is_in = |folder: &[u8]| is_in(document, folder);
    NAMES.contains(&name)
        || is_config(b"tsconfig")
        || is_config(b"jsconfig")
        || is_in(b".vscode")
        || is_in(b".devcontainer")
}

/// Whether the file is a template that YAML is made of, as Helm's charts have them.
fn is_template(document: &Document<'_>) -> bool {
    is_in(document, b"templates") && memmem::find(document.bytes, b"{{").is_some()
}

/// Whether a folder called `name` holds the file.
fn is_in(document: &Document<'_>, name: &[u8]) -> bool {
    let mut parts = document.path.rsplit(|byte| *byte == b'/');
    parts.next();
    parts.any(|part| part == name)
}

fn lay_out(document: &Document<'_>, settings: &Formats, sink: &mut Sink<'_>) {
    let check = Check::PrettyFormatJson;
    let layout = Layout {
        indent: &settings.json_indent,
        ascii: settings.json_ensure_ascii,
        sorted: settings.json_sort_keys,
        first: &settings.json_top_keys,
    };
    match json::pretty(document.bytes, &layout) {
        Some(pretty) if *with_line_feeds(document.bytes) == pretty.text => {}
        Some(pretty) => rewrite(check, document, &pretty.text, pretty.same, sink),
        None => {
            let fault = check_json(document, settings).err();
            let span = fault.map_or(Span::new(0, 0), |fault| fault.span);
            let message = "the file cannot be laid out: it is not valid JSON, or too deep";
            sink.add(check, finding(check, span, span).saying(message));
        }
    }
}

fn sort(document: &Document<'_>, sink: &mut Sink<'_>) {
    let Ok(text) = std::str::from_utf8(document.bytes) else { return };
    if let Some(sorted) = simple_yaml::sorted(text) {
        rewrite(Check::SortSimpleYaml, document, sorted.text.as_bytes(), sorted.same, sink);
    }
}

/// A finding where the document first differs from `wanted`, with the fix that makes it so.
fn rewrite(check: Check, document: &Document<'_>, wanted: &[u8], safe: bool, sink: &mut Sink<'_>) {
    let bytes = document.bytes;
    let same = |(one, other): &(&u8, &u8)| one == other;
    let before = bytes.iter().zip(wanted).take_while(same).count();
    let (rest, wanted) = (&bytes[before..], &wanted[before..]);
    let behind = rest.iter().rev().zip(wanted.iter().rev()).take_while(same).count();
    let edit = Span::new(before, bytes.len() - behind);
    let place = Fault::at(bytes, before, "").span;
    let fault = finding(check, place, Span::new(0, 0));
    sink.add(check, fixed_by(fault, edit, &wanted[..wanted.len() - behind], safe));
}

/// `bytes` with every line end a line feed, as Python reads text.
fn with_line_feeds(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\r', bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    let mut lines = Vec::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => lines.push(b'\n'),
            _ => lines.push(byte),
        }
    }
    Cow::Owned(lines)
}
