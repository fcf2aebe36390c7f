//! The metavariables of a rule.

/// The names of a rule's metavariables, without `$`, by their number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Metavariables {
    names: Vec<String>,
    /// Whether a pattern binds it, by number.
    bound: Vec<bool>,
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

    /// The number of one that a pattern should bind.
    pub(crate) fn mention(&mut self, name: &str) -> u16 {
        self.find(name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.bound.push(false);
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
