//! Protocol versions of TLS.

use super::Pass;
use super::calls::Call;
use super::statements::Parameters;
use sdf_core::{Confidence, Severity};
use sdf_syntax::{Kind, NodeId};

impl Pass<'_, '_> {
    pub(super) fn tls_version(&mut self, call: &Call) {
        let is_bad = |name: &str| self.is_bad_version(call.id, name);
        let (is_ssl, is_openssl) = (call.is("ssl.wrap_socket"), call.is("pyOpenSSL.SSL.Context"));
        let high = (Severity::High, Confidence::High);
        let (found, names, (severity, confidence)): (_, &[&str], _) = if is_ssl {
            (is_bad("ssl_version"), &["ssl_version"], high)
        } else if is_openssl {
            (is_bad("method"), &["method"], high)
        } else {
            let names = &["method", "ssl_version"];
            let medium = (Severity::Medium, Confidence::Medium);
            (is_bad("method") || is_bad("ssl_version"), names, medium)
        };
        if found {
            let place = self.place_of_keyword(call.id, names);
            let message = match is_ssl || is_openssl {
                true => "A connection with a protocol version that is broken or withdrawn",
                false => "A function is told to use a protocol version that is broken or withdrawn",
            };
            self.report_as(502, place, severity, confidence, message);
        }
        if is_ssl && self.keyword_value(call.id, "ssl_version").is_none() {
            let place = self.place_of_keyword(call.id, &["ssl_version"]);
            self.report(504, place);
        }
    }

    fn is_bad_version(&self, call: NodeId, keyword: &str) -> bool {
        let Some(value) = self.keyword_value(call, keyword) else { return false };
        self.options().bad_protocol_versions.iter().any(|version| value.is(version))
    }

    pub(super) fn tls_default(&mut self, function: NodeId, parameters: &Parameters) {
        if !self.wants(503) {
            return;
        }
        let versions = &self.options().bad_protocol_versions;
        let is_bad = |default: &&NodeId| {
            self.kind(**default) == Kind::Attribute
                && versions.iter().any(|version| version.as_bytes() == self.name_of(**default))
        };
        if let Some(&default) = parameters.defaults.iter().find(is_bad) {
            let place = self.place_of_default(function, default);
            self.report(503, place);
        }
    }
}
