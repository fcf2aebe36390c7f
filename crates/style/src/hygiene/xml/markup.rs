//! Elements, and what stands between them.

use super::entities::{Entities, Place, Uses};
use super::reader::{Reader, Reference};
use crate::hygiene::fault::{Fault, line_of};
use sdf_core::Span;

/// Reads to the end of the text: elements that are closed in it, text, references.
pub(super) fn content(
    reader: &mut Reader<'_>,
    entities: &Entities,
    uses: &mut Uses,
) -> Result<(), Fault> {
    let mut open = Vec::new();
    while reader.peek().is_some() {
        item(reader, &mut open, entities, uses)?;
    }
    unclosed(reader, &open)
}

/// An element with all that is in it, at its `<`.
pub(super) fn element(
    reader: &mut Reader<'_>,
    entities: &Entities,
    uses: &mut Uses,
) -> Result<(), Fault> {
    let mut open = Vec::new();
    loop {
        item(reader, &mut open, entities, uses)?;
        if open.is_empty() {
            return Ok(());
        }
        if reader.peek().is_none() {
            return unclosed(reader, &open);
        }
    }
}

fn unclosed(reader: &Reader<'_>, open: &[Span]) -> Result<(), Fault> {
    let Some(name) = open.last() else { return Ok(()) };
    let text = reader.text.as_bytes();
    let line = line_of(text, name.start);
    let name = String::from_utf8_lossy(name.of(text));
    Err(reader.fault(format!("the file ends, but `<{name}>` of line {line} is not closed")))
}

/// A tag, a piece of text or a reference. `open` has the names of the elements around.
fn item(
    reader: &mut Reader<'_>,
    open: &mut Vec<Span>,
    entities: &Entities,
    uses: &mut Uses,
) -> Result<(), Fault> {
    let start = reader.at;
    match reader.peek() {
        Some(b'<') => {}
        Some(b'&') => return refer(reader, Place::Content, entities, uses),
        Some(b']') if reader.rest().starts_with("]]>") => {
            return Err(reader.fault("`]]>` in text; it is written `]]&gt;`"));
        }
        _ => {
            // The first may be a bracket.
            if reader.peek() == Some(b']') {
                reader.at += 1;
            }
            return reader.skip_until(b"<&]");
        }
    }
    if reader.take("<!--") {
        reader.comment(start)
    } else if reader.take("<![CDATA[") {
        loop {
            reader.skip_until(b"]")?;
            if reader.peek().is_none() {
                return Err(reader.fault_at(start, "the CDATA section is not closed"));
            }
            if reader.take("]]>") {
                return Ok(());
            }
            reader.at += 1;
        }
    } else if reader.take("<?") {
        reader.instruction(start)
    } else if reader.take("</") {
        end_tag(reader, open, start)
    } else {
        reader.at += 1;
        start_tag(reader, open, entities, uses)
    }
}

fn end_tag(reader: &mut Reader<'_>, open: &mut Vec<Span>, start: usize) -> Result<(), Fault> {
    let name = reader.name();
    let end = reader.at;
    reader.skip_space();
    if name.is_empty() || !reader.take(">") {
        return Err(reader.fault("expected the name of an element and `>`"));
    }
    let text = reader.text.as_bytes();
    let fault = |message: String| Err(Fault::new(Span::new(start, end), message));
    match open.pop() {
        Some(opened) if opened.of(text) == name.as_bytes() => Ok(()),
        Some(opened) => {
            let line = line_of(text, opened.start);
            let opened = String::from_utf8_lossy(opened.of(text));
            fault(format!("`</{name}>` closes `<{opened}>` of line {line}"))
        }
        None => fault(format!("`</{name}>` closes nothing")),
    }
}

/// A start tag, behind `<`.
fn start_tag(
    reader: &mut Reader<'_>,
    open: &mut Vec<Span>,
    entities: &Entities,
    uses: &mut Uses,
) -> Result<(), Fault> {
    let start = reader.at;
    if reader.name().is_empty() {
        return Err(reader.fault("expected the name of an element; as text, `<` is `&lt;`"));
    }
    let name = Span::new(start, reader.at);
    let mut attributes: Vec<Span> = Vec::new();
    loop {
        let has_space = reader.skip_space();
        if reader.take("/>") {
            break;
        }
        if reader.take(">") {
            open.push(name);
            break;
        }
        let start = reader.at;
        if !has_space || reader.name().is_empty() {
            return Err(reader.fault_at(start, "expected an attribute behind a space, or `>`"));
        }
        attributes.push(Span::new(start, reader.at));
        reader.skip_space();
        if !reader.take("=") {
            return Err(reader.fault("expected `=` behind the name of the attribute"));
        }
        reader.skip_space();
        let Some(quote @ (b'"' | b'\'')) = reader.peek() else {
            return Err(reader.fault("expected the value of the attribute in quotes"));
        };
        reader.at += 1;
        attribute_value(reader, Some(quote), entities, uses)?;
    }
    match twice(reader.text.as_bytes(), &attributes) {
        Some((second, first)) => {
            Err(Fault::twice(reader.text.as_bytes(), "the attribute", second, first.start))
        }
        None => Ok(()),
    }
}

/// Up to so many attributes, comparing each with each is quickest.
const FEW: usize = 12;

/// The first attribute that has the name of an earlier one, and that one.
fn twice(text: &[u8], attributes: &[Span]) -> Option<(Span, Span)> {
    if attributes.len() <= FEW {
        return attributes.iter().enumerate().find_map(|(number, name)| {
            let same = |other: &&Span| other.of(text) == name.of(text);
            Some((*name, *attributes[..number].iter().find(same)?))
        });
    }
    let mut sorted = attributes.to_vec();
    sorted.sort_by_key(|name| (name.of(text), name.start));
    let pairs = sorted.windows(2).filter(|pair| pair[0].of(text) == pair[1].of(text));
    pairs.map(|pair| (pair[1], pair[0])).min()
}

/// The value of an attribute up to and with its `quote`, or to the end if there is none.
pub(super) fn attribute_value(
    reader: &mut Reader<'_>,
    quote: Option<u8>,
    entities: &Entities,
    uses: &mut Uses,
) -> Result<(), Fault> {
    let start = reader.at;
    let ends = [b'<', b'&', quote.unwrap_or(b'<')];
    loop {
        reader.skip_until(&ends)?;
        match reader.peek() {
            Some(b'&') => refer(reader, Place::Attribute, entities, uses)?,
            Some(byte) if Some(byte) == quote => {
                reader.at += 1;
                return Ok(());
            }
            Some(_) => {
                return Err(reader.fault("`<` in the value of an attribute; it is written `&lt;`"));
            }
            None if quote.is_none() => return Ok(()),
            None => return Err(reader.fault_at(start, "the value of the attribute is not closed")),
        }
    }
}

/// A reference, at its `&`.
fn refer(
    reader: &mut Reader<'_>,
    place: Place,
    entities: &Entities,
    uses: &mut Uses,
) -> Result<(), Fault> {
    if let (Reference::Entity(name), span) = reader.reference()? {
        match entities.find(name, place) {
            Ok(found) => uses.extend(found.map(|found| (found, span))),
            Err(message) => return Err(Fault::new(span, message)),
        }
    }
    Ok(())
}
