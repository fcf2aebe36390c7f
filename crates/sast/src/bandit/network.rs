//! Requests, SSH and SNMP.

use super::Pass;
use super::arguments::Value;
use super::calls::Call;
use sdf_syntax::{Kind, Role};

const VERBS: [&[u8]; 7] = [b"get", b"options", b"head", b"post", b"put", b"patch", b"delete"];
const HTTPX: [&[u8]; 4] = [b"request", b"stream", b"Client", b"AsyncClient"];

impl Pass<'_, '_> {
    pub(super) fn network(&mut self, call: &Call) {
        self.request(call);
        let place = self.place(call.id);
        if self.imports.has_like("paramiko") {
            if call.name() == b"exec_command" {
                self.report(601, place);
            }
            if call.name() == b"set_missing_host_key_policy" && self.trusts_any_host(call) {
                self.report(507, place);
            }
        }
        if call.is("pysnmp.hlapi.CommunityData") {
            let version = self.keyword_value(call.id, "mpModel");
            if matches!(version, Some(Value::Integer(0 | 1))) {
                self.report(508, place);
            }
        }
        if call.is("pysnmp.hlapi.UsmUserData") && self.positional(call.id).take(3).count() < 3 {
            self.report(509, place);
        }
    }

    fn request(&mut self, call: &Call) {
        let (first, name) = (call.first(), call.name());
        let is_requests = first == b"requests" && VERBS.contains(&name);
        let is_httpx = first == b"httpx" && (VERBS.contains(&name) || HTTPX.contains(&name));
        if !is_requests && !is_httpx {
            return;
        }
        let place = self.place(call.id);
        let timeout = self.keyword_value(call.id, "timeout");
        let is_off = timeout.as_ref().is_some_and(|timeout| timeout.is("None"));
        if is_off || is_requests && timeout.is_none() {
            self.report(113, place);
        }
        if self.keyword_is(call.id, "verify", "False") {
            let place = self.place_of_keyword(call.id, &["verify"]);
            self.report(501, place);
        }
    }

    fn trusts_any_host(&self, call: &Call) -> bool {
        let Some(policy) = self.positional(call.id).next() else { return false };
        let named = match self.kind(policy) {
            Kind::Call => self.tree.child(policy, Role::Callee),
            _ => Some(policy),
        };
        let is_name = |id: &_| matches!(self.kind(*id), Kind::Name | Kind::Attribute);
        named
            .filter(is_name)
            .is_some_and(|name| matches!(self.name_of(name), b"AutoAddPolicy" | b"WarningPolicy"))
    }
}
