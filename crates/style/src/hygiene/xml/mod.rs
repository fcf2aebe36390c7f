//! check-xml: whether XML is well-formed, as expat says without namespaces.
//!
//! External entities are never read. Internal ones are never expanded: each is looked at once, and
//! what all of them would come to is computed.

mod content;
mod declarations;
mod encoding;
mod entities;
mod groups;
mod markup;
mod names;
mod prolog;
mod reader;
mod tokens;

use super::fault::Fault;
use content::Document;
use encoding::Text;

/// Whether `bytes` are a well-formed XML document.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Fault> {
    let text = Text::decode(bytes)?;
    Document::new(&text.text)
        .check()
        .map_err(|fault| Fault { span: text.stored(fault.span), ..fault })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> Option<(usize, String)> {
        check(text.as_bytes()).err().map(|fault| (fault.span.start, fault.message))
    }

    #[test]
    fn well_formed_documents() {
        let good = [
            "<a/>",
            "\u{feff}<?xml version='1.0' encoding=\"utf-8\" standalone='yes' ?>\n<a b='&lt;>' c = \"'\" >]] > &#x41;<![CDATA[<&]]]]><!-- - --><?p?></a >\n<!-- -->\n",
            "<x:a xmlns='u' b:c='d'/>",
            "<!DOCTYPE a [<!ENTITY x '<b>&y;</b>'><!ENTITY y \"&#38;amp;\"><!-- --><?p q?>]><a>&x;</a>",
            "<!DOCTYPE a SYSTEM \"a.dtd\"><a>&unknown;</a>",
            "<!DOCTYPE a PUBLIC '-//A//B' 'u' []><a/>",
            "<!DOCTYPE a [<!ELEMENT a (#PCDATA|b)*><!ELEMENT b ((c,d?)+|e)><!ELEMENT c EMPTY>\n<!ATTLIST a b CDATA #IMPLIED c (d|e) 'd' f NOTATION (g) #FIXED 'g'><!NOTATION g SYSTEM 'x'><!ENTITY % p '<!ENTITY q \"r\">'>%p;]><a>&q;</a>",
        ];
        for text in good {
            assert_eq!(fault(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_well_formed_has_a_place() {
        let bad = [
            ("", 0),
            ("a", 0),
            ("<a>", 3),
            ("<a></b>", 3),
            ("<a/><b/>", 4),
            (" <?xml version='1.0'?><a/>", 1),
            ("<a b='1' b='2'/>", 9),
            ("<a b='1'c='2'/>", 8),
            ("<a b=1/>", 5),
            ("<a b='<'/>", 6),
            ("<a>&b;</a>", 3),
            ("<a>& b</a>", 3),
            ("<a>]]></a>", 3),
            ("<a><!-- -- --></a>", 8),
            ("<a>\u{1}</a>", 3),
            ("<a>&#0;</a>", 3),
            ("<1/>", 1),
            ("<a \u{d7}='1'/>", 3),
            ("<!DOCTYPE a [<!ENTITY x '<b>'>]><a>&x;</a>", 35),
            ("<!DOCTYPE a [<!ENTITY x '&y;'><!ENTITY y '&x;'>]><a>&x;</a>", 52),
            ("<!DOCTYPE a [<!ENTITY x '<'>]><a b='&x;'/>", 36),
            ("<!DOCTYPE a [<!ELEMENT a (b|c,d)>]><a/>", 29),
        ];
        for (text, at) in bad {
            assert_eq!(fault(text).map(|(start, _)| start), Some(at), "{text:?} {:?}", fault(text));
        }
    }

    #[test]
    fn entities_are_not_expanded() {
        let mut bomb = "<!DOCTYPE a [<!ENTITY e0 'aaaaaaaaaa'>".to_owned();
        for number in 1..60 {
            let reference = format!("&e{};", number - 1);
            bomb += &format!("<!ENTITY e{number} '{}'>", reference.repeat(10));
        }
        bomb += "]><a>&e59;</a>";
        assert!(fault(&bomb).is_some_and(|(_, said)| said.contains("expand")));
        let mut chain = "<!DOCTYPE a [<!ENTITY e0 'a'>".to_owned();
        for number in 1..20_000 {
            chain += &format!("<!ENTITY e{number} '&e{};'>", number - 1);
        }
        chain += "]><a>&e19999;</a>";
        assert_eq!(fault(&chain), None);
    }

    #[test]
    fn encodings_are_those_that_are_declared() {
        assert_eq!(check(b"<?xml version='1.0' encoding='ISO-8859-1'?><\xe4>\xfc</\xe4>"), Ok(()));
        let fault = check(b"<?xml version='1.0' encoding='ISO-8859-1'?><\xe4>\xfc</b>");
        assert_eq!(fault.map_err(|fault| fault.span.start), Err(47));
        assert!(check(b"<?xml version='1.0' encoding='x'?><a/>").is_err());
        assert!(check(b"<a>\xe4</a>").is_err());
    }

    proptest! {
        #[test]
        fn faults_lie_in_the_file(text in "(<a>|</a>|<a/>|<!DOCTYPE a \\[|\\]>|<!ENTITY x '|%|<!--|-->|&x;|<!\\[CDATA\\[|[<>/!?=&;'\"a \\[\\]é\u{0}|()*,#]){0,12}") {
            if let Err(fault) = check(text.as_bytes()) {
                prop_assert!(fault.span.end <= text.len(), "{fault:?}");
            }
        }
    }
}
