//! The metavariables of a rule.

/// The names of a rule's metavariables, without `$`, by their number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metavariables {
    names: Vec<String>,
    /// Whether a pattern binds it, by number.
    bound: Vec<bool>,
    /// Whether it may be bound to text that is no code, by number.
    textual: Vec<bool>,
}

impl Metavariables {
    /// The number of one that a pattern binds.
    pub(crate) fn number(&mut self, name: &str) -> u16 {
        let number = self.mention(name);
        if let Some(bound) = self.bound.get_mut(number as usize) {
            *bound = true;
        }
        number
    }

    /// The number of one that is bound to text: to the content of a string, or to what a group of
    /// a regular expression matches.
    pub(crate) fn number_of_text(&mut self, name: &str) -> u16 {
        let number = self.number(name);
        if let Some(textual) = self.textual.get_mut(number as usize) {
            *textual = true;
        }
        number
    }

    /// Notes which of those known by these names `others` has as text.
    pub(crate) fn note_text(&mut self, others: &Metavariables) {
        let texts = others.names.iter().zip(&others.textual).filter(|&(_, &textual)| textual);
        for (name, _) in texts {
            let number = self.find(name).map(usize::from);
            if let Some(textual) = number.and_then(|at| self.textual.get_mut(at)) {
                *textual = true;
            }
        }
    }

    /// Whether one may be bound to text that is no code.
    pub(crate) fn is_textual(&self, number: u16) -> bool {
        self.textual.get(number as usize).is_none_or(|&textual| textual)
    }

    /// The number of one that a pattern should bind.
    pub(crate) fn mention(&mut self, name: &str) -> u16 {
        self.find(name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.bound.push(false);
            self.textual.push(false);
            (self.names.len() - 1) as u16
        })
    }

    /// The name of one that no pattern binds.
    pub(crate) fn unbound(&self) -> Option<&str> {
        let at = self.bound.iter().position(|bound| !bound)?;
        self.names.get(at).map(String::as_str)
    }

    pub(crate) fn find(&self, name: &str) -> Option<u16> {
        self.names.iter().position(|known| known == name).map(|at| at as u16)
    }
}
