//! Reading `metadata`.

use crate::RuleFileError;
use crate::sast::NameMatching;
use crate::yaml::{Mapping, Value};
use sdf_core::Confidence;

/// What of `metadata` means something here. The rest is for people.
pub(super) struct Metadata {
    pub(super) confidence: Confidence,
    pub(super) cwe: Vec<u16>,
    pub(super) owasp: Vec<String>,
    pub(super) why: Option<String>,
    pub(super) help: Option<String>,
    pub(super) aliases: Vec<String>,
    /// Whether an alias selects the rule.
    pub(super) by_alias: bool,
    /// Whether the rule is on where nothing selects it by name.
    pub(super) default: bool,
    /// Ids of rules whose findings it makes needless.
    pub(super) replaces: Vec<String>,
    pub(super) references: Vec<String>,
    /// Literals, in lower case, any of which is in every match.
    pub(super) anchors: Option<Vec<String>>,
    pub(super) names: NameMatching,
}

impl Metadata {
    /// What is of another form than ours is somebody else's and no error; of keys that are ours
    /// alone that is said in `left_out`.
    pub(super) fn read(value: Option<Value<'_>>, left_out: &mut Vec<RuleFileError>) -> Metadata {
        let mut metadata = Metadata {
            confidence: Confidence::Medium,
            cwe: Vec::new(),
            owasp: Vec::new(),
            why: None,
            help: None,
            aliases: Vec::new(),
            by_alias: true,
            default: true,
            replaces: Vec::new(),
            references: Vec::new(),
            anchors: None,
            names: NameMatching::Any,
        };
        let Some(mut fields) = value.and_then(|value| value.mapping().ok()) else {
            return metadata;
        };
        if let Some(name) = text(&mut fields, "confidence")
            && let Ok(confidence) = name.to_ascii_lowercase().parse()
        {
            metadata.confidence = confidence;
        }
        metadata.cwe = texts(&mut fields, "cwe").iter().filter_map(|text| weakness(text)).collect();
        metadata.owasp = texts(&mut fields, "owasp").iter().map(|text| one_line(text)).collect();
        metadata.why = text(&mut fields, "why").map(|why| one_line(&why));
        metadata.help = text(&mut fields, "help").map(|help| one_line(&help));
        metadata.aliases = texts(&mut fields, "aliases");
        metadata.by_alias = text(&mut fields, "by-alias").is_none_or(|text| text != "false");
        metadata.default = text(&mut fields, "default").is_none_or(|text| text != "false");
        metadata.replaces = texts(&mut fields, "replaces");
        metadata.references = texts(&mut fields, "references");
        if let Some(list) = fields.take("anchors") {
            metadata.anchors = anchors(&list);
            if metadata.anchors.is_none() {
                let message =
                    "metadata.anchors left out: expected ASCII texts of three bytes or more";
                left_out.push(list.error(message));
            }
        }
        if let Some(names) = fields.take("names") {
            match names.one_of(&[("any", NameMatching::Any), ("global", NameMatching::Global)]) {
                Ok(matching) => metadata.names = matching,
                Err(error) => {
                    left_out.push(names.error(format!("metadata left out: {}", error.message)))
                }
            }
        }
        metadata
    }
}

fn text(fields: &mut Mapping<'_>, key: &str) -> Option<String> {
    fields.take(key)?.text().ok()
}

fn texts(fields: &mut Mapping<'_>, key: &str) -> Vec<String> {
    fields.take(key).and_then(|value| value.texts().ok()).unwrap_or_default()
}

fn anchors(list: &Value<'_>) -> Option<Vec<String>> {
    let mut anchors = list.texts().ok()?;
    anchors.iter_mut().for_each(|anchor| anchor.make_ascii_lowercase());
    let fits = |anchor: &String| anchor.len() >= 3 && anchor.is_ascii();
    (!anchors.is_empty() && anchors.iter().all(fits)).then_some(anchors)
}

/// The number in `CWE-502: Deserialization of untrusted data` or `502`.
fn weakness(text: &str) -> Option<u16> {
    let digits = text.trim_start_matches(|character: char| !character.is_ascii_digit());
    digits.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
