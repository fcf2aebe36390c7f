//! Calls and imports that a list names.

use super::Pass;
use super::calls::Call;
use super::imports::Imported;
use sdf_syntax::NodeId;

impl Pass<'_, '_> {
    pub(super) fn listed_call(&mut self, call: &Call) {
        let (named, of_argument);
        let name: &[u8] = if call.is("__import__") {
            let first = self.positional(call.id).next();
            of_argument = first.and_then(|first| self.text(first).map(|text| text.into_owned()));
            let Some(name) = &of_argument else { return };
            name
        } else if call.is("importlib.import_module") || call.is("importlib.__import__") {
            let value = match self.positional(call.id).next() {
                Some(first) => self.value(first),
                None => self.keyword_value(call.id, "name"),
            };
            named = value.and_then(|value| value.text().map(<[u8]>::to_vec));
            let Some(name) = &named else { return };
            name
        } else {
            &call.qualified
        };
        if let Some(&test) = self.prepared.vocabulary.calls.get(name) {
            let place = self.place(call.id);
            self.report(test, place);
        }
    }

    /// Reports an import for the first check that names one of its modules; one finding a
    /// statement, as bandit has it.
    pub(super) fn listed_import(&mut self, id: NodeId, items: &[Imported]) {
        let imports = &self.prepared.vocabulary.imports;
        let found = imports.iter().find(|(beginning, test)| {
            self.wants(*test) && items.iter().any(|item| item.name.starts_with(beginning))
        });
        if let Some(&(_, test)) = found {
            let place = self.place(id);
            self.report(test, place);
        }
    }
}
