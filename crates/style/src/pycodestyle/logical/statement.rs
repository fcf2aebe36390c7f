//! A logical line with its tokens sorted.

use super::lexeme::Lexeme;
use crate::pycodestyle::logical_line::LogicalLine;
use crate::tokens::{Characters, Token};
use sdf_core::Span;

/// A logical line and what one look at its tokens tells, so that most checks need no second one.
pub(super) struct Statement<'a> {
    pub(super) line: &'a LogicalLine<'a>,
    /// One a token of the line.
    pub(super) lexemes: &'a [Lexeme],
    pub(super) traits: Traits,
    /// The f-strings, one inside another left out, in order.
    fstrings: &'a [Span],
    /// Whether it is Python and ends with no bracket open: else what it says is anybody's guess.
    pub(super) is_whole: bool,
}

/// What a logical line may have; where it says no, there surely is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Traits {
    /// White space between two tokens that is more than one space.
    pub(super) wide_gap: bool,
    /// A space behind an opening bracket, or before a closing one, a comma, a semicolon, a colon.
    pub(super) bracket_gap: bool,
    pub(super) comment: bool,
    /// A colon that does not end the line, or a semicolon.
    pub(super) colon_inside: bool,
    /// `==` or `!=`.
    pub(super) equality: bool,
    pub(super) not: bool,
    /// The name `type`.
    pub(super) type_name: bool,
    /// `=` inside parentheses or brackets.
    pub(super) assign_inside: bool,
    /// A keyword and what follows without a space.
    pub(super) keyword_touches: bool,
    /// White space or a line break before a parenthesis or bracket.
    pub(super) loose_bracket: bool,
    /// The names `l`, `O` or `I`.
    pub(super) looks_like_digit: bool,
}

/// Counts of the brackets that are open, by kind.
#[derive(Default)]
struct Open {
    counts: [i32; 3],
    /// Whether one was closed that was not open.
    overdrawn: bool,
}

impl Open {
    fn note(&mut self, lexeme: Lexeme) {
        let (kind, change) = match lexeme {
            Lexeme::OpenParenthesis => (0, 1),
            Lexeme::OpenBracket => (1, 1),
            Lexeme::OpenBrace => (2, 1),
            Lexeme::CloseParenthesis => (0, -1),
            Lexeme::CloseBracket => (1, -1),
            Lexeme::CloseBrace => (2, -1),
            _ => return,
        };
        self.counts[kind] += change;
        self.overdrawn |= self.counts[kind] < 0;
    }

    /// Whether a parenthesis or bracket may be open.
    fn maybe(&self) -> bool {
        self.overdrawn || self.counts[0] > 0 || self.counts[1] > 0
    }

    fn are_matched(&self) -> bool {
        !self.overdrawn && self.counts == [0; 3]
    }
}

/// Tables for [`Statement::read`] that are used again and again.
#[derive(Default)]
pub(super) struct Reading {
    lexemes: Vec<Lexeme>,
    fstrings: Vec<Span>,
}

impl<'a> Statement<'a> {
    pub(super) fn read(line: &'a LogicalLine<'a>, reading: &'a mut Reading) -> Self {
        reading.lexemes.clear();
        reading.fstrings.clear();
        let mut traits = Traits::default();
        let mut previous: Option<(&Token, Lexeme)> = None;
        let (mut depth, mut colon) = (0_usize, false);
        let mut open = Open::default();
        let mut is_command = false;
        for token in line.tokens {
            let lexeme = Lexeme::of(token, line.bytes);
            reading.lexemes.push(lexeme);
            match lexeme {
                Lexeme::Comment => {
                    traits.comment = true;
                    traits.keyword_touches |= previous
                        .is_some_and(|(word, other)| other.is_keyword() && word.to == token.from);
                }
                Lexeme::Nl | Lexeme::Newline | Lexeme::Indent | Lexeme::Dedent => {}
                _ => {
                    traits.colon_inside |= colon;
                    colon = lexeme == Lexeme::Colon;
                    traits.note(lexeme);
                    open.note(lexeme);
                    traits.assign_inside |= lexeme == Lexeme::Assign && open.maybe();
                    is_command |= line.in_notebook && may_be_command(previous, lexeme);
                    if let Some((before, other)) = previous {
                        traits.note_gap(before, other, token, lexeme, line.bytes);
                    }
                    previous = Some((token, lexeme));
                }
            }
            match lexeme {
                Lexeme::FStringStart | Lexeme::TStringStart => {
                    if depth == 0 {
                        reading.fstrings.push(token.span());
                    }
                    depth += 1;
                }
                Lexeme::FStringEnd | Lexeme::TStringEnd => {
                    depth = depth.saturating_sub(1);
                    if let Some(last) = reading.fstrings.last_mut() {
                        last.end = token.to as usize;
                    }
                }
                _ => {}
            }
        }
        if let (1.., Some(last)) = (depth, reading.fstrings.last_mut()) {
            last.end = line.bytes.len();
        }
        let Reading { lexemes, fstrings } = reading;
        let ends = lexemes.last().is_some_and(|last| last.is_line_end());
        let is_whole = ends && open.are_matched() && !is_command;
        Statement { line, lexemes, traits, fstrings, is_whole }
    }

    /// The tokens and their lexemes.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a Token, Lexeme)> + use<'a> {
        self.line.tokens.iter().zip(self.lexemes.iter().copied())
    }

    pub(super) fn text(&self) -> &'a [u8] {
        self.line.text
    }

    pub(super) fn bytes(&self) -> &'a [u8] {
        self.line.bytes
    }

    /// Whether its tokens begin on more than one physical line.
    pub(super) fn spans_rows(&self) -> bool {
        let tokens = self.line.tokens;
        let row = |token: Option<&Token>| token.map_or(0, |token| token.start.line);
        row(tokens.first()) != row(tokens.last())
    }

    /// Whether the offset in the document lies in an f-string, where white space may be shown:
    /// `f"{x = }"`.
    pub(super) fn is_in_fstring(&self, offset: usize) -> bool {
        let next = self.fstrings.partition_point(|fstring| fstring.end <= offset);
        self.fstrings.get(next).is_some_and(|fstring| fstring.start < offset)
    }
}

impl Traits {
    fn note(&mut self, lexeme: Lexeme) {
        match lexeme {
            Lexeme::Semicolon => self.colon_inside = true,
            Lexeme::Equality => self.equality = true,
            Lexeme::Not => self.not = true,
            Lexeme::Type => self.type_name = true,
            Lexeme::LooksLikeDigit => self.looks_like_digit = true,
            _ => {}
        }
    }

    fn note_gap(
        &mut self,
        before: &Token,
        other: Lexeme,
        token: &Token,
        lexeme: Lexeme,
        bytes: &[u8],
    ) {
        let touches = before.to == token.from;
        // In broken code operators meet: `:= =` is as good as `:==`.
        self.equality |= lexeme == Lexeme::Assign && before.to == token.from && other.is_operator();
        self.keyword_touches |= touches && other.is_keyword();
        self.loose_bracket |=
            !touches && matches!(lexeme, Lexeme::OpenParenthesis | Lexeme::OpenBracket);
        let is_separator = matches!(lexeme, Lexeme::Comma | Lexeme::Semicolon | Lexeme::Colon);
        if before.end.line != token.start.line {
            self.bracket_gap |= is_separator;
            return;
        }
        if touches {
            return;
        }
        self.bracket_gap |= is_separator || other.opens() || lexeme.closes();
        let is_one = token.from == before.to + 1 && bytes.get(before.to as usize) == Some(&b' ');
        self.wide_gap |= !is_one;
    }
}

/// Whether a token behind another makes a line of a notebook a command for the notebook, such as
/// `!ls` or `x = %time y`.
fn may_be_command(previous: Option<(&Token, Lexeme)>, lexeme: Lexeme) -> bool {
    let is_first = previous.is_none_or(|(_, other)| other == Lexeme::Assign);
    lexeme == Lexeme::OtherOperator || is_first && lexeme == Lexeme::Percent
}

/// The bytes that the space, tab or no-break space at the start of `text` takes, 0 if there is none:
/// pycodestyle's `WHITESPACE`.
pub(super) fn space_length(text: &[u8], characters: Characters) -> usize {
    match (text, characters) {
        ([b' ' | b'\t', ..], _) | ([0xa0, ..], Characters::Bytes) => 1,
        ([0xc2, 0xa0, ..], Characters::Utf8) => 2,
        _ => 0,
    }
}

/// White space between tokens: of all that can stand there only this is left in a logical line.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\x0c')
}

/// Part of a word, as `\w` has it; bytes that are not ASCII stand in names only.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Where the white space at `at` ends.
pub(super) fn skip_space(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| !is_space(byte)).unwrap_or(rest.len())
}

/// Where the white space that ends at `at` begins, not before `least`.
pub(super) fn space_before(text: &[u8], at: usize, least: usize) -> usize {
    let before = text.get(least..at).unwrap_or_default();
    before.iter().rposition(|&byte| !is_space(byte)).map_or(least.min(at), |last| least + last + 1)
}
