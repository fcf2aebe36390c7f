//! Permissions of files and members of archives.

use super::Pass;
use super::arguments::Value;
use super::calls::Call;
use sdf_core::{Confidence, Severity};
use sdf_syntax::{Kind, Role};

/// Write for the group, execute for the group, write for others, execute for others.
const DANGEROUS: i64 = 0o020 | 0o010 | 0o002 | 0o001;
const WRITE_FOR_OTHERS: i64 = 0o002;

impl Pass<'_, '_> {
    pub(super) fn files(&mut self, call: &Call) {
        let contains = |part: &[u8]| memchr::memmem::find(call.name(), part).is_some();
        if contains(b"chmod") {
            self.permissions(call);
        }
        if contains(b"extractall") && self.imports.has("tarfile") {
            self.archive(call);
        }
        if call.is("exec") {
            let place = self.place(call.id);
            self.report(102, place);
        }
    }

    fn permissions(&mut self, call: &Call) {
        if !self.wants(103) || self.positional(call.id).take(3).count() != 2 {
            return;
        }
        let Some(Value::Integer(mode)) = self.positional_value(call.id, 1) else { return };
        if mode & DANGEROUS == 0 {
            return;
        }
        let (severity, who) = match mode & WRITE_FOR_OTHERS {
            0 => (Severity::Medium, "lets others write or execute"),
            _ => (Severity::High, "lets everyone write"),
        };
        let place = self.place(call.id);
        self.report_as(
            103,
            place,
            severity,
            Confidence::High,
            format!("File mode {mode:#o} {who}"),
        );
    }

    fn archive(&mut self, call: &Call) {
        let filter = self.keyword(call.id, "filter");
        if filter.is_some_and(|filter| self.text(filter).as_deref() == Some(b"data")) {
            return;
        }
        let place = self.place(call.id);
        let Some(members) = self.keyword(call.id, "members") else {
            return self.report(202, place);
        };
        if self.kind(members) == Kind::Call {
            let callee = self.tree.child(members, Role::Callee);
            // Bandit fails on a method here and finds nothing.
            if callee.is_some_and(|callee| self.kind(callee) == Kind::Name) {
                let message = "An archive is unpacked with the members that a function picks";
                self.report_as(202, place, Severity::Low, Confidence::Low, message);
            }
        } else {
            let message = "An archive is unpacked with members that nobody may have checked";
            self.report_as(202, place, Severity::Medium, Confidence::Medium, message);
        }
    }
}
