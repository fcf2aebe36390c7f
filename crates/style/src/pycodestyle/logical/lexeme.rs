//! What the checks know a token by.

use crate::tokens::{Token, TokenKind};

/// A token by its meaning for the checks: keywords and operators one by one where a check asks for
/// them, the rest by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    /// An identifier that none of the following names.
    Name,
    /// `l`, `O` or `I`.
    LooksLikeDigit,
    /// `_`, `case` or `match`.
    SoftKeyword,
    Type,
    /// The statement of Python 2.
    Print,
    /// `None`, `True` or `False`.
    Singleton,
    /// A keyword that none of the following names.
    Keyword,
    And,
    As,
    Assert,
    Class,
    Def,
    Else,
    Except,
    For,
    Global,
    If,
    In,
    Is,
    Lambda,
    Nonlocal,
    Not,
    Or,
    Raise,
    With,
    Yield,
    OpenParenthesis,
    OpenBracket,
    OpenBrace,
    CloseParenthesis,
    CloseBracket,
    CloseBrace,
    Comma,
    Colon,
    Semicolon,
    Dot,
    Ellipsis,
    At,
    Percent,
    Tilde,
    Assign,
    Walrus,
    /// `==` or `!=`.
    Equality,
    /// `<`, `>`, `<=` or `>=`.
    Order,
    /// `->`, or an assignment with an operator, but for `@=`.
    SpacedOperator,
    Slash,
    DoubleSlash,
    Star,
    DoubleStar,
    Plus,
    Minus,
    ShiftRight,
    /// `<<`, `&`, `|` or `^`.
    BitOperator,
    OtherOperator,
    Number,
    String,
    FStringStart,
    FStringMiddle,
    FStringEnd,
    TStringStart,
    TStringMiddle,
    TStringEnd,
    Comment,
    Newline,
    Nl,
    Indent,
    Dedent,
    EndMarker,
}

impl Lexeme {
    pub(super) fn of(token: &Token, document: &[u8]) -> Lexeme {
        let text = || document.get(token.from as usize..token.to as usize).unwrap_or_default();
        match token.kind {
            TokenKind::Name => Lexeme::of_word(text()),
            TokenKind::Operator => operator(text()),
            TokenKind::Number => Lexeme::Number,
            TokenKind::String => Lexeme::String,
            TokenKind::FStringStart => Lexeme::FStringStart,
            TokenKind::FStringMiddle => Lexeme::FStringMiddle,
            TokenKind::FStringEnd => Lexeme::FStringEnd,
            TokenKind::TStringStart => Lexeme::TStringStart,
            TokenKind::TStringMiddle => Lexeme::TStringMiddle,
            TokenKind::TStringEnd => Lexeme::TStringEnd,
            TokenKind::Comment => Lexeme::Comment,
            TokenKind::Newline => Lexeme::Newline,
            TokenKind::Nl => Lexeme::Nl,
            TokenKind::Indent => Lexeme::Indent,
            TokenKind::Dedent => Lexeme::Dedent,
            TokenKind::EndMarker => Lexeme::EndMarker,
        }
    }

    /// An identifier or a keyword.
    pub(super) fn of_word(text: &[u8]) -> Lexeme {
        match text.len() {
            1 => match text {
                b"l" | b"O" | b"I" => Lexeme::LooksLikeDigit,
                b"_" => Lexeme::SoftKeyword,
                _ => Lexeme::Name,
            },
            2 => match text {
                b"as" => Lexeme::As,
                b"if" => Lexeme::If,
                b"in" => Lexeme::In,
                b"is" => Lexeme::Is,
                b"or" => Lexeme::Or,
                _ => Lexeme::Name,
            },
            3 => match text {
                b"and" => Lexeme::And,
                b"def" => Lexeme::Def,
                b"for" => Lexeme::For,
                b"not" => Lexeme::Not,
                b"del" | b"try" => Lexeme::Keyword,
                _ => Lexeme::Name,
            },
            4 => match text {
                b"None" | b"True" => Lexeme::Singleton,
                b"case" => Lexeme::SoftKeyword,
                b"else" => Lexeme::Else,
                b"type" => Lexeme::Type,
                b"with" => Lexeme::With,
                b"elif" | b"from" | b"pass" => Lexeme::Keyword,
                _ => Lexeme::Name,
            },
            5 => match text {
                b"False" => Lexeme::Singleton,
                b"class" => Lexeme::Class,
                b"match" => Lexeme::SoftKeyword,
                b"print" => Lexeme::Print,
                b"raise" => Lexeme::Raise,
                b"yield" => Lexeme::Yield,
                b"async" | b"await" | b"break" | b"while" => Lexeme::Keyword,
                _ => Lexeme::Name,
            },
            6 => match text {
                b"assert" => Lexeme::Assert,
                b"except" => Lexeme::Except,
                b"global" => Lexeme::Global,
                b"lambda" => Lexeme::Lambda,
                b"import" | b"return" => Lexeme::Keyword,
                _ => Lexeme::Name,
            },
            _ => match text {
                b"nonlocal" => Lexeme::Nonlocal,
                b"continue" | b"finally" => Lexeme::Keyword,
                _ => Lexeme::Name,
            },
        }
    }

    /// Whether Python reserves the word, `None`, `True` and `False` left out.
    pub(super) fn is_keyword(self) -> bool {
        (Lexeme::Keyword as u8..=Lexeme::Yield as u8).contains(&(self as u8))
    }

    /// Whether the word is a keyword in some places only.
    pub(super) fn is_soft_keyword(self) -> bool {
        matches!(self, Lexeme::SoftKeyword | Lexeme::Type)
    }

    /// Whether it is an identifier or a keyword.
    pub(super) fn is_word(self) -> bool {
        self as u8 <= Lexeme::Yield as u8
    }

    pub(super) fn is_operator(self) -> bool {
        (Lexeme::OpenParenthesis as u8..=Lexeme::OtherOperator as u8).contains(&(self as u8))
    }

    pub(super) fn opens(self) -> bool {
        matches!(self, Lexeme::OpenParenthesis | Lexeme::OpenBracket | Lexeme::OpenBrace)
    }

    pub(super) fn closes(self) -> bool {
        matches!(self, Lexeme::CloseParenthesis | Lexeme::CloseBracket | Lexeme::CloseBrace)
    }

    /// Whether it is a line end, or the start or end of a block: pycodestyle's `SKIP_TOKENS`.
    pub(super) fn is_layout(self) -> bool {
        self.is_line_end() || matches!(self, Lexeme::Indent | Lexeme::Dedent)
    }

    pub(super) fn is_line_end(self) -> bool {
        matches!(self, Lexeme::Newline | Lexeme::Nl)
    }
}

fn operator(text: &[u8]) -> Lexeme {
    match text {
        [byte] => match byte {
            b'(' => Lexeme::OpenParenthesis,
            b'[' => Lexeme::OpenBracket,
            b'{' => Lexeme::OpenBrace,
            b')' => Lexeme::CloseParenthesis,
            b']' => Lexeme::CloseBracket,
            b'}' => Lexeme::CloseBrace,
            b',' => Lexeme::Comma,
            b':' => Lexeme::Colon,
            b';' => Lexeme::Semicolon,
            b'.' => Lexeme::Dot,
            b'@' => Lexeme::At,
            b'%' => Lexeme::Percent,
            b'~' => Lexeme::Tilde,
            b'=' => Lexeme::Assign,
            b'<' | b'>' => Lexeme::Order,
            b'/' => Lexeme::Slash,
            b'*' => Lexeme::Star,
            b'+' => Lexeme::Plus,
            b'-' => Lexeme::Minus,
            b'&' | b'|' | b'^' => Lexeme::BitOperator,
            _ => Lexeme::OtherOperator,
        },
        b"..." => Lexeme::Ellipsis,
        b":=" => Lexeme::Walrus,
        b"==" | b"!=" => Lexeme::Equality,
        b"<=" | b">=" => Lexeme::Order,
        b"->" | b"**=" | b"*=" | b"/=" | b"//=" | b"+=" | b"-=" | b"%=" | b"^=" | b"&=" | b"|="
        | b"<<=" | b">>=" => Lexeme::SpacedOperator,
        b"//" => Lexeme::DoubleSlash,
        b"**" => Lexeme::DoubleStar,
        b">>" => Lexeme::ShiftRight,
        b"<<" => Lexeme::BitOperator,
        _ => Lexeme::OtherOperator,
    }
}
