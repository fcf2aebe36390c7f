//! What can be said of a value, its name and its place: the voices that the model weighs.

use super::placeholder;
use super::rarity;
use super::shape::{self, notation};
use super::strength::Strength;
use super::words::{self, Kind};
use crate::assignment::name::{Denial, Name, NameKind, Sense};
use crate::assignment::{NEIGHBOURHOOD, Tie};
use crate::place::{Place, Sort as PlaceSort};
use sdf_core::{BStr, Span};

macro_rules! features {
    ($($variant:ident = $says:literal,)+) => {
        /// One thing that holds of a value or does not. The text is how a finding puts it; those
        /// without one are not worth telling.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Feature {
            $(#[doc = $says] $variant,)+
        }

        impl Feature {
            /// All of them, in the order of the weights.
            pub const ALL: &'static [Feature] = &[$(Feature::$variant),+];

            /// What a finding says of it.
            pub fn says(self) -> &'static str {
                match self {
                    $(Feature::$variant => $says,)+
                }
            }
        }
    };
}

features! {
    Always = "it is a candidate at all",
    // The name.
    NamePassword = "its name says password",
    NameSecret = "its name says secret",
    NameToken = "its name says token",
    NameAccessKey = "its name says key for access",
    NameKey = "its name says no more than key",
    NameAuth = "its name says authentication",
    NameCredential = "its name says credential",
    NameSalt = "its name says salt or seed",
    NameVerb = "its name is one of an action",
    NameNegation = "its name says that it opens nothing",
    NameOther = "its name says that it is public",
    NameTrailing = "other words follow in its name",
    NameLeading = "its name says what it is for",
    NameUpper = "its name is that of a constant",
    NameMember = "it is assigned to a member",
    NameJoined = "its name is one word",
    // What binds the two.
    TieElement = "it is assigned to an element",
    TieCompared = "it is compared with its name",
    TieFlag = "it is the argument of an option",
    TieSetter = "it is set by a call",
    TieListed = "it is listed behind its name",
    TieAdjacent = "it stands behind its name",
    TiePaired = "name and value are a pair",
    Bare = "it stands without quotes",
    Followed = "a sentence goes on behind it",
    Commented = "it stands in a comment",
    InPieces = "it is put together from pieces",
    // Length.
    Length1 = "it is too short",
    Length4 = "it is short",
    Length6 = "it is as long as short passwords",
    Length8 = "it is as long as passwords are",
    Length10 = "it is as long as good passwords",
    Length13 = "it is longer than most words",
    Length17 = "it is as long as short keys",
    Length25 = "it is as long as keys are",
    Length37 = "it is as long as long keys",
    Length65 = "it is very long",
    Length129 = "it is longer than any password",
    // Characters.
    DigitsOnly = "it is a number",
    LowerOnly = "it is in lower case throughout",
    UpperOnly = "it is in upper case throughout",
    Capitalised = "it is a capitalised word",
    MixedLetters = "it mixes cases but has no digit",
    LowerDigits = "it mixes letters and digits",
    UpperDigits = "it mixes capitals and digits",
    MixedDigits = "it mixes cases and digits",
    MarksLetters = "it mixes letters and marks",
    MarksDigits = "it mixes letters, digits and marks",
    MarksMixed = "it mixes cases, digits and marks",
    MarksOther = "it is made of marks and digits",
    NotAscii = "it has letters beyond ASCII",
    Hexadecimal = "it is hexadecimal",
    HexOfHash = "it is as long as a checksum",
    StrongMark = "it has marks as passwords have",
    Underscore = "it has underscores",
    Dash = "it has dashes",
    Dot = "it has dots",
    Slash = "it has slashes",
    Plus = "it has marks of base 64",
    Padding = "it is padded as base 64 is",
    Colon = "it has colons",
    Comma = "it has commas",
    Space = "it has a space",
    Spaces = "it is a sentence",
    Bracket = "it has brackets",
    Backslash = "it has backslashes",
    QuoteInside = "it has quotes",
    // Randomness.
    Drawn = "it looks drawn at random",
    ChangesLow = "its characters do not alternate",
    ChangesHigh = "its characters alternate as at random",
    CostLow = "its letters are as in words",
    CostMiddle = "its letters are somewhat rare",
    CostHigh = "its letters are rare",
    CostTop = "its letters are as at random",
    WordsNone = "it holds no word",
    WordsSome = "it holds a word",
    WordsMost = "it is mostly words",
    WordsAll = "it is made of words",
    EntropyLow = "it repeats itself",
    EntropyHigh = "it hardly repeats itself",
    // Habits of people.
    WordNumber = "it is a word with a number",
    WordMark = "it is a word with a number or mark at its ends",
    Leet = "it is a word with digits for letters",
    Run = "it is a row of the keyboard or the alphabet",
    Repetition = "it repeats a few characters",
    Stock = "it is what people write instead",
    StemStock = "its word is what people write instead",
    Telltale = "it says that it is a placeholder",
    TestWord = "it says test, example or the like",
    PlaceholderWord = "it asks to be replaced",
    VagueWord = "it says that anything would do",
    StockNumber = "it is what people write instead, with the numbers they add",
    HoldsKeyword = "it holds the word for a secret",
    RepeatsName = "it says no more than its name",
    Masked = "a part of it is masked",
    DecodesToText = "it is base 64 of a text",
    DecodedStock = "its base 64 is of what people write instead",
    // Other things.
    Identifier = "it looks like a name of a program",
    Constant = "it looks like a constant's name",
    Path = "it looks like a path",
    Number = "it looks like a number or date",
    Version = "it looks like a version",
    Uuid = "it is a UUID",
    Address = "it looks like an address of mail",
    Label = "it is a text for people",
    Element = "it looks like an element of something",
    Phrase = "it is a phrase",
    Selector = "it looks like a selector",
    Domain = "it looks like a domain",
    Punctuated = "it ends as sentences do",
    // The place.
    Settings = "it stands in settings",
    Environment = "it stands in a file of variables",
    Code = "it stands in code",
    Data = "it stands in structured data",
    Markup = "it stands in markup",
    Prose = "it stands in a text for people",
    Script = "it stands in a script",
    Rehearsal = "it stands among tests or examples",
    Documentation = "it stands in documentation",
    Translation = "it stands among translations",
    Generated = "it stands in a generated file",
    UserNear = "a user or host is named nearby",
    ExampleNear = "the line speaks of an example",
    AssertionNear = "the line is a check in a test",
    SourceNear = "the line reads a value from elsewhere",
    LongLine = "its line is very long",
    DigestNear = "the line speaks of checksums",
    BareCode = "it stands bare in code",
    LowerRehearsal = "it is a plain word among tests or examples",
    PlainCode = "it is a plain word in code",
    PlainSettings = "it is a plain word in settings",
    WordNumberRehearsal = "it is a word with a number among tests or examples",
    UuidSecret = "it is a UUID in the place of a secret",
    HexSecret = "it is hexadecimal in the place of a secret",
    RepeatedNear = "the same text stands nearby again",
    InPath = "it is a part of its file's path",
    DrawnRehearsal = "it looks drawn at random, but among tests or examples",
    DrawnDocumentation = "it looks drawn at random, but in documentation",
    PlainPassword = "it is a plain word in the place of a password",
}

/// A set of features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features([u64; Feature::ALL.len().div_ceil(64)]);

impl Features {
    pub(super) fn add(&mut self, feature: Feature) {
        self.0[feature as usize / 64] |= 1 << (feature as usize % 64);
    }

    fn add_if(&mut self, holds: bool, feature: Feature) {
        if holds {
            self.add(feature);
        }
    }

    /// Whether `feature` is among them.
    pub fn has(&self, feature: Feature) -> bool {
        self.0[feature as usize / 64] & (1 << (feature as usize % 64)) != 0
    }

    /// Those that hold, in order.
    pub fn iter(&self) -> impl Iterator<Item = Feature> + '_ {
        self.0.iter().zip((0..).step_by(64)).flat_map(|(&word, first)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let at = (rest != 0).then(|| first + rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Feature::ALL.get(at).copied()
            })
        })
    }
}

/// A value with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    pub(crate) path: &'a BStr,
    pub(crate) document: &'a [u8],
    pub(crate) place: Place,
    /// Where the value stands.
    pub(crate) span: Span,
    /// The value, its pieces joined.
    pub(crate) text: &'a [u8],
    pub(crate) name: &'a Name<'a>,
    pub(crate) sense: Sense,
    pub(crate) tie: Tie,
    pub(crate) quoted: bool,
    pub(crate) followed: bool,
    pub(crate) commented: bool,
}

/// All that holds of `case`.
pub(crate) fn of(case: &Case<'_>) -> Features {
    let mut features = without_path(case);
    path(case, &mut features);
    together(case, &mut features);
    features
}

/// What holds of `case` whatever its path.
pub(super) fn without_path(case: &Case<'_>) -> Features {
    let mut features = Features::default();
    features.add(Feature::Always);
    name(case, &mut features);
    tie(case, &mut features);
    length(case.text.len(), &mut features);
    characters(case.text, &mut features);
    randomness(case.text, &mut features);
    habits(case, &mut features);
    other_things(case.text, &mut features);
    neighbours(case, &mut features);
    features
}

/// What counts only where it holds together.
pub(super) fn together(case: &Case<'_>, features: &mut Features) {
    let plain = features.has(Feature::LowerOnly) || features.has(Feature::Capitalised);
    let rehearsal = features.has(Feature::Rehearsal);
    let code = features.has(Feature::Code);
    features.add_if(!case.quoted && code && !case.commented, Feature::BareCode);
    features.add_if(plain && rehearsal, Feature::LowerRehearsal);
    features.add_if(plain && code, Feature::PlainCode);
    let settings = [Feature::Settings, Feature::Environment, Feature::Script];
    let settings = settings.iter().any(|&feature| features.has(feature));
    features.add_if(plain && settings, Feature::PlainSettings);
    features.add_if(features.has(Feature::WordNumber) && rehearsal, Feature::WordNumberRehearsal);
    let for_access = matches!(
        case.sense.kind,
        NameKind::Password | NameKind::Secret | NameKind::Token | NameKind::AccessKey
    );
    features.add_if(features.has(Feature::Uuid) && for_access, Feature::UuidSecret);
    features.add_if(features.has(Feature::Hexadecimal) && for_access, Feature::HexSecret);
    let drawn = features.has(Feature::Drawn);
    features.add_if(drawn && rehearsal, Feature::DrawnRehearsal);
    features.add_if(drawn && features.has(Feature::Documentation), Feature::DrawnDocumentation);
    let password = case.sense.kind == NameKind::Password;
    features.add_if(plain && password && case.sense.denial.is_none(), Feature::PlainPassword);
}

fn name(case: &Case<'_>, features: &mut Features) {
    features.add(match case.sense.kind {
        NameKind::Password => Feature::NamePassword,
        NameKind::Secret => Feature::NameSecret,
        NameKind::Token => Feature::NameToken,
        NameKind::AccessKey => Feature::NameAccessKey,
        NameKind::Key => Feature::NameKey,
        NameKind::Auth => Feature::NameAuth,
        NameKind::Credential => Feature::NameCredential,
        NameKind::Salt => Feature::NameSalt,
    });
    match case.sense.denial {
        Some(Denial::Verb) => features.add(Feature::NameVerb),
        Some(Denial::Negation) => features.add(Feature::NameNegation),
        Some(Denial::Other) => features.add(Feature::NameOther),
        None => {}
    }
    let text = case.name.span.of(case.document);
    let upper = text.iter().any(u8::is_ascii_uppercase) && !text.iter().any(u8::is_ascii_lowercase);
    features.add_if(case.sense.trailing, Feature::NameTrailing);
    features.add_if(case.sense.leading > 0, Feature::NameLeading);
    features.add_if(upper, Feature::NameUpper);
    features.add_if(text.contains(&b'.'), Feature::NameMember);
    features.add_if(case.name.words.len() == 1, Feature::NameJoined);
}

fn tie(case: &Case<'_>, features: &mut Features) {
    match case.tie {
        Tie::Assigned => {}
        Tie::Element => features.add(Feature::TieElement),
        Tie::Compared => features.add(Feature::TieCompared),
        Tie::Flag => features.add(Feature::TieFlag),
        Tie::Setter => features.add(Feature::TieSetter),
        Tie::Listed => features.add(Feature::TieListed),
        Tie::Adjacent => features.add(Feature::TieAdjacent),
        Tie::Paired => features.add(Feature::TiePaired),
    }
    features.add_if(!case.quoted, Feature::Bare);
    features.add_if(case.followed, Feature::Followed);
    features.add_if(case.commented, Feature::Commented);
    features.add_if(case.text.len() + 2 < case.span.len(), Feature::InPieces);
}

fn length(length: usize, features: &mut Features) {
    features.add(match length {
        0..4 => Feature::Length1,
        4..6 => Feature::Length4,
        6..8 => Feature::Length6,
        8..10 => Feature::Length8,
        10..13 => Feature::Length10,
        13..17 => Feature::Length13,
        17..25 => Feature::Length17,
        25..37 => Feature::Length25,
        37..65 => Feature::Length37,
        65..129 => Feature::Length65,
        _ => Feature::Length129,
    });
}

fn characters(text: &[u8], features: &mut Features) {
    let count = |is: fn(&u8) -> bool| text.iter().filter(|byte| is(byte)).count();
    let lower = count(u8::is_ascii_lowercase) > 0;
    let upper = count(u8::is_ascii_uppercase) > 0;
    let digits = count(u8::is_ascii_digit) > 0;
    let marks = count(|byte| byte.is_ascii_graphic() && !byte.is_ascii_alphanumeric()) > 0;
    let capitalised = text.first().is_some_and(u8::is_ascii_uppercase)
        && !text.iter().skip(1).any(u8::is_ascii_uppercase);
    features.add(match (lower, upper, digits, marks) {
        (false, false, true, false) => Feature::DigitsOnly,
        (true, false, false, false) => Feature::LowerOnly,
        (false, true, false, false) => Feature::UpperOnly,
        (true, true, false, false) if capitalised => Feature::Capitalised,
        (true, true, false, false) => Feature::MixedLetters,
        (true, false, true, false) => Feature::LowerDigits,
        (false, true, true, false) => Feature::UpperDigits,
        (true, true, true, false) => Feature::MixedDigits,
        (true, _, false, true) | (false, true, false, true) => Feature::MarksLetters,
        (true, true, true, true) => Feature::MarksMixed,
        (true, false, true, true) | (false, true, true, true) => Feature::MarksDigits,
        _ => Feature::MarksOther,
    });
    let hexadecimal = text.len() >= 8 && text.iter().all(u8::is_ascii_hexdigit);
    let has = |bytes: &[u8]| text.iter().any(|byte| bytes.contains(byte));
    features.add_if(!text.is_ascii(), Feature::NotAscii);
    features.add_if(hexadecimal, Feature::Hexadecimal);
    features.add_if(hexadecimal && [32, 40, 64].contains(&text.len()), Feature::HexOfHash);
    let inner = &text[..text.len() - usize::from(text.ends_with(b"!") || text.ends_with(b"?"))];
    features.add_if(inner.iter().any(|byte| b"!@#$%^&*~".contains(byte)), Feature::StrongMark);
    features.add_if(has(b"_"), Feature::Underscore);
    features.add_if(has(b"-"), Feature::Dash);
    features.add_if(has(b"."), Feature::Dot);
    features.add_if(has(b"/"), Feature::Slash);
    features.add_if(has(b"+="), Feature::Plus);
    features.add_if(text.ends_with(b"="), Feature::Padding);
    features.add_if(has(b":"), Feature::Colon);
    features.add_if(has(b",;"), Feature::Comma);
    let spaces = text.iter().filter(|byte| byte.is_ascii_whitespace()).count();
    features.add_if(spaces == 1, Feature::Space);
    features.add_if(spaces > 1, Feature::Spaces);
    features.add_if(has(b"()[]{}<>|"), Feature::Bracket);
    features.add_if(has(b"\\"), Feature::Backslash);
    features.add_if(has(b"\"'`"), Feature::QuoteInside);
}

fn randomness(text: &[u8], features: &mut Features) {
    let strength = Strength::of(text);
    features.add_if(strength.is_random(), Feature::Drawn);
    features.add_if(strength.changes < 0.12, Feature::ChangesLow);
    features.add_if(strength.changes >= 0.29, Feature::ChangesHigh);
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    if letters >= 3 {
        let cost = rarity::cost(text);
        features.add_if(cost < 4.0, Feature::CostLow);
        features.add_if((4.0..5.0).contains(&cost), Feature::CostMiddle);
        features.add_if((5.0..6.0).contains(&cost), Feature::CostHigh);
        features.add_if(cost >= 6.0, Feature::CostTop);
        let coverage = rarity::coverage(text);
        features.add(match coverage {
            share if share < 0.25 => Feature::WordsNone,
            share if share < 0.6 => Feature::WordsSome,
            share if share < 0.95 => Feature::WordsMost,
            _ => Feature::WordsAll,
        });
    }
    // As many bits a byte as a text of that length can have.
    let possible = (text.len().max(2) as f32).log2().min(if features.has(Feature::Hexadecimal) {
        4.0
    } else {
        6.0
    });
    let share = strength.entropy / possible;
    features.add_if(share < 0.7, Feature::EntropyLow);
    features.add_if(share >= 0.87 && text.len() >= 10, Feature::EntropyHigh);
}

fn habits(case: &Case<'_>, features: &mut Features) {
    let text = case.text;
    let lower = text.to_ascii_lowercase();
    let letters = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let digits = text[letters..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let word_number = letters >= 3 && digits > 0 && digits <= 5 && letters + digits == text.len();
    features.add_if(word_number, Feature::WordNumber);
    let stem = placeholder::stem(text);
    let all_letters = stem.len() >= 3 && stem.iter().all(u8::is_ascii_alphabetic);
    features.add_if(all_letters && stem.len() < text.len() && !word_number, Feature::WordMark);
    features.add_if(words::is_leet(text), Feature::Leet);
    let kinds = words::kinds(text);
    features.add_if(kinds.has(Kind::Row) || placeholder::is_rising(&lower), Feature::Run);
    features.add_if(placeholder::is_repetitive(&lower), Feature::Repetition);
    features.add_if(placeholder::is_stock_word(text), Feature::Stock);
    let stem_stock = !placeholder::is_stock_word(text) && placeholder::is_stock_word(stem);
    features.add_if(stem_stock && !stem.is_empty(), Feature::StemStock);
    features.add_if(kinds.has(Kind::Telltale), Feature::Telltale);
    features.add_if(kinds.has(Kind::Test), Feature::TestWord);
    features.add_if(kinds.has(Kind::Request), Feature::PlaceholderWord);
    features.add_if(kinds.has(Kind::Vague), Feature::VagueWord);
    let tail = &text
        [text.len() - text.iter().rev().take_while(|byte| !byte.is_ascii_alphabetic()).count()..];
    let usual: [&[u8]; 7] = [b"1", b"12", b"123", b"1234", b"12345", b"123!", b"1!"];
    features.add_if(stem_stock && usual.contains(&tail), Feature::StockNumber);
    features.add_if(kinds.has(Kind::Keyword), Feature::HoldsKeyword);
    features.add_if(kinds.has(Kind::Blot), Feature::Masked);
    if let Some(decoded) = decoded(text) {
        features.add(Feature::DecodesToText);
        let kinds = words::kinds(&decoded);
        let stock = placeholder::is_placeholder(&decoded)
            || placeholder::is_stock_word(placeholder::stem(&decoded))
            || [Kind::Test, Kind::Request, Kind::Vague].iter().any(|&kind| kinds.has(kind));
        features.add_if(stock, Feature::DecodedStock);
    }
    features.add_if(placeholder::repeats_name(text, &case.name.words), Feature::RepeatsName);
}

/// The text that base 64 stands for, if it is printable.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let is_base64 = text.len() >= 8 && text.len().is_multiple_of(4);
    let decoded = is_base64.then(|| sdf_rules::checksum::decode_base64(text))??;
    let is_text = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    (decoded.len() >= 5 && decoded.iter().all(is_text)).then_some(decoded)
}

fn other_things(text: &[u8], features: &mut Features) {
    let is_mark = |byte: &u8| matches!(byte, b'_' | b'-' | b'.' | b'/');
    let is_upper =
        text.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    features.add_if(
        shape::expression::is_identifier(text)
            && text.iter().any(|byte| is_mark(byte) || byte.is_ascii_uppercase()),
        Feature::Identifier,
    );
    features.add_if(is_upper && text.contains(&b'_'), Feature::Constant);
    features.add_if(notation::is_path(text), Feature::Path);
    features.add_if(notation::is_number(text), Feature::Number);
    features.add_if(notation::is_version(text), Feature::Version);
    features.add_if(notation::is_uuid(text), Feature::Uuid);
    features.add_if(notation::is_address(text), Feature::Address);
    features.add_if(notation::is_label(text), Feature::Label);
    features.add_if(notation::is_phrase(text), Feature::Phrase);
    features.add_if(shape::expression::is_element(text), Feature::Element);
    let is_selector = text.first().is_some_and(|first| b"#.@:".contains(first))
        && text.iter().skip(1).all(|byte| byte.is_ascii_alphabetic() || is_mark(byte));
    features.add_if(is_selector, Feature::Selector);
    features.add_if(notation::is_domain(text), Feature::Domain);
    let last = text.last().copied().unwrap_or_default();
    features.add_if(text.len() > 3 && b".:,;".contains(&last), Feature::Punctuated);
}

fn path(case: &Case<'_>, features: &mut Features) {
    features.add(match case.place.sort {
        PlaceSort::Settings => Feature::Settings,
        PlaceSort::Environment => Feature::Environment,
        PlaceSort::Code => Feature::Code,
        PlaceSort::Data => Feature::Data,
        PlaceSort::Markup => Feature::Markup,
        PlaceSort::Prose => Feature::Prose,
        PlaceSort::Script => Feature::Script,
    });
    features.add_if(case.place.rehearsal, Feature::Rehearsal);
    features.add_if(case.place.documentation, Feature::Documentation);
    features.add_if(case.place.translation, Feature::Translation);
    features.add_if(case.place.generated, Feature::Generated);
    let (path, lower) = (case.path.to_ascii_lowercase(), case.text.to_ascii_lowercase());
    let is_part = may_repeat(case.text) && memchr::memmem::find(&path, &lower).is_some();
    features.add_if(is_part, Feature::InPath);
}

/// Whether it says something if the same text stands elsewhere.
pub(super) fn may_repeat(text: &[u8]) -> bool {
    text.len() >= 4
}

/// What stands before and behind name and value.
fn surroundings<'a>(case: &Case<'a>) -> (&'a [u8], &'a [u8]) {
    let start = case.name.span.start.min(case.span.start);
    let before = &case.document[start.saturating_sub(NEIGHBOURHOOD)..start];
    let end = case.span.end.max(case.name.span.end);
    let behind = &case.document[end..(end + NEIGHBOURHOOD).min(case.document.len())];
    (before, behind)
}

/// Whether the text does not end before the neighbourhood does.
pub(super) fn sees_neighbours(case: &Case<'_>) -> bool {
    let (before, behind) = surroundings(case);
    before.len() == NEIGHBOURHOOD && behind.len() == NEIGHBOURHOOD
}

fn neighbours(case: &Case<'_>, features: &mut Features) {
    let (before, behind) = surroundings(case);
    let near = [before, b"\0", behind].concat().to_ascii_lowercase();
    let lower = case.text.to_ascii_lowercase();
    let repeated = may_repeat(case.text) && memchr::memmem::find(&near, &lower).is_some();
    features.add_if(repeated, Feature::RepeatedNear);
    features.add_if(words::names_user(&near), Feature::UserNear);
    let line_start = memchr::memrchr(b'\n', before);
    let line_end = memchr::memchr(b'\n', behind);
    let head = &near[line_start.map_or(0, |at| at + 1)..before.len()];
    let tail = &near[before.len() + 1..][..line_end.unwrap_or(behind.len())];
    let on_line = words::kinds(head).and(words::kinds(tail));
    features.add_if(on_line.has(Kind::Example), Feature::ExampleNear);
    features.add_if(on_line.has(Kind::Assertion), Feature::AssertionNear);
    features.add_if(on_line.has(Kind::Source), Feature::SourceNear);
    features.add_if(on_line.has(Kind::Digest), Feature::DigestNear);
    features.add_if(
        line_start.is_none() && before.len() >= NEIGHBOURHOOD && line_end.is_none(),
        Feature::LongLine,
    );
}
