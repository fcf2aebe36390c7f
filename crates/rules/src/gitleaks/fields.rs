//! The keys of a table, whatever the case of their letters, as gitleaks' reader takes them.

use crate::RuleFileError;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file that is read, and what is to be said of it.
pub(super) struct Source<'t> {
    pub(super) name: &'t str,
    pub(super) text: &'t str,
    pub(super) remarks: Vec<String>,
}

impl Source<'_> {
    fn line(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
    }

    pub(super) fn error(&self, offset: usize, message: impl Into<String>) -> RuleFileError {
        RuleFileError::new(self.name, Some(self.line(offset)), message)
    }

    pub(super) fn remark(&mut self, offset: usize, message: &str) {
        self.remarks.push(format!("{}:{}: {message}", self.name, self.line(offset)));
    }
}

/// A table of a file.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    /// Where it begins in the file.
    pub(super) offset: usize,
}

/// A value and where it stands.
pub(super) struct Found<T> {
    pub(super) value: T,
    pub(super) offset: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: &'a DeTable<'a>, offset: usize) -> Self {
        Fields { table, offset }
    }

    /// Remarks on the keys of the table, which users know as `name`, that are none of `known`.
    pub(super) fn remark_unknown(&self, source: &mut Source<'_>, name: &str, known: &[&str]) {
        for key in self.table.keys() {
            let text: &str = key.get_ref();
            if !known.iter().any(|known| known.eq_ignore_ascii_case(text)) {
                let message = format!(
                    "the key '{}' of {name} is unknown to gitleaks and betterleaks: it has no effect",
                    text.escape_debug()
                );
                source.remark(key.span().start, &message);
            }
        }
    }

    fn value(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        let fits = |found: &str| found.eq_ignore_ascii_case(key);
        self.table.iter().find(|(found, _)| fits(found.get_ref())).map(|(_, value)| value)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// A text that is not empty.
    pub(super) fn text(
        &self,
        source: &Source<'_>,
        key: &str,
    ) -> Result<Option<Found<String>>, RuleFileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let offset = value.span().start;
        match value.get_ref().as_str() {
            Some("") => Ok(None),
            Some(text) => Ok(Some(Found { value: text.to_owned(), offset })),
            None => Err(wrong(source, value, key, "a text in quotes")),
        }
    }

    /// A list of texts. A single text is a list of what stands between its commas, as gitleaks
    /// has it.
    pub(super) fn texts(
        &self,
        source: &Source<'_>,
        key: &str,
    ) -> Result<Found<Vec<String>>, RuleFileError> {
        let Some(value) = self.value(key) else {
            return Ok(Found { value: Vec::new(), offset: self.offset });
        };
        let offset = value.span().start;
        if let Some(text) = value.get_ref().as_str() {
            let parts = text.split(',').filter(|part| !part.is_empty()).map(str::to_owned);
            return Ok(Found { value: parts.collect(), offset });
        }
        let wanted = "a list of texts in quotes";
        let items = value.get_ref().as_array().ok_or_else(|| wrong(source, value, key, wanted))?;
        let text = |item: &Spanned<DeValue<'_>>| {
            item.get_ref()
                .as_str()
                .map(str::to_owned)
                .ok_or_else(|| wrong(source, item, key, wanted))
        };
        let texts = items.iter().map(text).collect::<Result<_, _>>()?;
        Ok(Found { value: texts, offset })
    }

    pub(super) fn boolean(&self, source: &Source<'_>, key: &str) -> Result<bool, RuleFileError> {
        let Some(value) = self.value(key) else { return Ok(false) };
        value.get_ref().as_bool().ok_or_else(|| wrong(source, value, key, "true or false"))
    }

    /// A number, as such or as a text.
    pub(super) fn number(
        &self,
        source: &Source<'_>,
        key: &str,
    ) -> Result<Option<f64>, RuleFileError> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let text = match value.get_ref() {
            DeValue::Integer(integer) => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            DeValue::String(text) => text,
            _ => "",
        };
        let number = text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| wrong(source, value, key, "a number"))
    }

    /// A whole number that is not negative.
    pub(super) fn count(
        &self,
        source: &Source<'_>,
        key: &str,
    ) -> Result<Option<u64>, RuleFileError> {
        let number = self.number(source, key)?;
        let Some(value) = self.value(key).filter(|_| number.is_some()) else { return Ok(None) };
        let whole = number.filter(|number| *number >= 0.0 && number.fract() == 0.0);
        let wanted = "a whole number from 0";
        whole.map(|number| Some(number as u64)).ok_or_else(|| wrong(source, value, key, wanted))
    }

    /// The tables under `key`: one, or a list of them.
    pub(super) fn tables(
        &self,
        source: &Source<'_>,
        key: &str,
    ) -> Result<Vec<Fields<'a>>, RuleFileError> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        if let Some(table) = value.get_ref().as_table() {
            return Ok(vec![Fields::new(table, value.span().start)]);
        }
        let wanted = "tables";
        let items = value.get_ref().as_array().ok_or_else(|| wrong(source, value, key, wanted))?;
        let table = |item: &'a Spanned<DeValue<'a>>| {
            let table =
                item.get_ref().as_table().ok_or_else(|| wrong(source, item, key, wanted))?;
            Ok(Fields::new(table, item.span().start))
        };
        items.iter().map(table).collect()
    }
}

fn wrong(
    source: &Source<'_>,
    value: &Spanned<DeValue<'_>>,
    key: &str,
    wanted: &str,
) -> RuleFileError {
    let found = value.get_ref().type_str();
    source.error(value.span().start, format!("'{key}' is {found} where {wanted} is expected"))
}
