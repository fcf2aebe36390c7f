//! YAML, and models for machine learning.

use super::Pass;
use super::arguments::Value;
use super::calls::Call;
use sdf_syntax::NodeId;

impl Pass<'_, '_> {
    pub(super) fn models(&mut self, call: &Call) {
        let place = self.place(call.id);
        if call.name() == b"load"
            && call.has_part("yaml")
            && self.imports.has("yaml")
            && !self.has_safe_loader(call.id)
        {
            self.report(506, place);
        }
        if (call.is("torch.load") || call.is("torch.serialization.load"))
            && self.imports.has("torch")
            && !self.keyword_is(call.id, "weights_only", "True")
        {
            self.report(614, place);
        }
        if self.wants(615) && self.is_unpinned_download(call) {
            self.report(615, place);
        }
    }

    fn has_safe_loader(&self, call: NodeId) -> bool {
        let is_safe = |value: Value<'_>| value.is("SafeLoader") || value.is("CSafeLoader");
        self.keyword_value(call, "Loader").is_some_and(is_safe)
            || self.positional_value(call, 1).is_some_and(is_safe)
    }

    /// Whether a call loads from Hugging Face what a name stands for today.
    fn is_unpinned_download(&self, call: &Call) -> bool {
        let module = match call.name() {
            b"from_pretrained" => "transformers",
            b"load_dataset" => "datasets",
            b"hf_hub_download" | b"snapshot_download" | b"repository_id" => "huggingface_hub",
            _ => return false,
        };
        let modules = ["transformers", "datasets", "huggingface_hub"];
        if !call.has_part(module) || !modules.iter().any(|module| self.imports.has_like(module)) {
            return false;
        }
        let mut revisions = ["revision", "commit_id"].map(|name| self.keyword(call.id, name));
        if revisions.iter().flatten().any(|&revision| !self.is_constant(revision)) {
            return false;
        }
        let given = revisions.iter_mut().flatten().find_map(|it| self.value(*it)?.truthy());
        let is_pinned = given.is_some_and(|given| given.text().is_some_and(is_commit));
        let first = self.positional_value(call.id, 0);
        let is_path = |text: &[u8]| {
            [b"./".as_slice(), b"/", b"../"].iter().any(|start| text.starts_with(start))
        };
        !is_pinned && !first.is_some_and(|first| first.text().is_some_and(is_path))
    }
}

/// Whether a revision looks like the id of a commit.
fn is_commit(revision: &[u8]) -> bool {
    let revision = String::from_utf8_lossy(revision);
    let digits = revision.trim_matches(['"', '\'']);
    digits.len() >= 7 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
