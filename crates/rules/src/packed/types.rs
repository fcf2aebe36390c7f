//! What rules consist of. A field or variant that is forgotten here does not compile.

use super::{Packed, Unpacker};
use crate::samples::{Sample, Samples};
use crate::sast::{
    Analyzer, CommentStyle, Filter, FixRegex, FlowEnd, Focus, Formula, GenericEngine, Guard,
    Library, Mode, NameMatching, Options, Propagator, Requires, Sanitizer, SastRule, SideEffect,
    Sink, SinkRequires, Source, Strictness, Taint,
};
use crate::secret::{
    Companion, Example, Matcher, Requirement, SecretRule, Sort, Specificity, Validator,
};
use sdf_core::{Confidence, Family, Notice, Reach, Rule, Severity, Weight};

macro_rules! packed_struct {
    ($type:ident { $($field:ident),+ $(,)? }) => {
        impl Packed for $type {
            fn pack(&self, out: &mut Vec<u8>) {
                let $type { $($field),+ } = self;
                $($field.pack(out);)+
            }

            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                $(let $field = Packed::unpack(from)?;)+
                Some($type { $($field),+ })
            }
        }
    };
}

/// The number of a variant is its place in the list; names stand for what it holds.
macro_rules! packed_enum {
    ($type:ident { $($variant:ident $(($($value:ident),+))? $({ $($field:ident),+ })?),+ $(,)? }) => {
        impl Packed for $type {
            fn pack(&self, out: &mut Vec<u8>) {
                enum Number { $($variant),+ }
                match self {
                    $($type::$variant $(($($value),+))? $({ $($field),+ })? => {
                        out.push(Number::$variant as u8);
                        $($($value.pack(out);)+)?
                        $($($field.pack(out);)+)?
                    })+
                }
            }

            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                enum Number { $($variant),+ }
                let number = from.byte()?;
                $(if number == Number::$variant as u8 {
                    $($(let $value = Packed::unpack(from)?;)+)?
                    $($(let $field = Packed::unpack(from)?;)+)?
                    return Some($type::$variant $(($($value),+))? $({ $($field),+ })?);
                })+
                None
            }
        }
    };
}

packed_struct!(Rule {
    id,
    family,
    aliases,
    severity,
    confidence,
    title,
    why,
    help,
    cwe,
    owasp,
    references,
    reach,
    default,
    by_alias,
});
packed_enum!(Family { Secrets, Sast, Style, Hygiene, Policy });
packed_enum!(Severity { Low, Medium, High, Critical });
packed_enum!(Confidence { Low, Medium, High });
packed_enum!(Reach { Line, Document });
packed_struct!(Notice { path, message, weight });
packed_enum!(Weight { Detail, Remark, Trouble });

packed_struct!(SastRule {
    rule,
    languages,
    message,
    mode,
    anchors,
    names,
    include,
    exclude,
    fix,
    fix_regex,
    replaces,
    options,
});
packed_enum!(Mode { Search(formula), Taint(one) });
packed_struct!(FixRegex { regex, replacement, count });
packed_enum!(NameMatching { Any, Global });
packed_enum!(Formula {
    Pattern(text),
    Regex(text),
    Any(list),
    All { of, filters, focus },
    Not(one),
    Inside(one),
    NotInside(one),
    NotRegex(text),
    Anywhere(one),
    NotAnywhere(one),
});
packed_struct!(Focus { metavariables });
packed_enum!(Filter {
    Regex { metavariable, regex, constant_propagation },
    Pattern { metavariable, language, formula },
    Comparison { metavariable, comparison, base, strip },
    Analysis { metavariable, analyzer },
    Type { metavariable, types },
});
packed_enum!(Analyzer { Entropy, EntropyV2(strictness), Redos });
packed_enum!(Strictness { Lax, Default, Strict });
packed_struct!(Library { id, languages, parts, options });
packed_struct!(Taint { uses, sources, propagators, sanitizers, guards, sinks });
packed_struct!(Guard { formula, variable, when });
packed_struct!(Source { formula, exact, by_side_effect, control, label, requires });
packed_enum!(SideEffect { No, Yes, Only });
packed_struct!(Propagator { formula, from, to, by_side_effect, requires, label, replace_labels });
packed_struct!(Sanitizer { formula, exact, by_side_effect, not_conflicting });
packed_struct!(Sink { formula, exact, requires, at_exit });
packed_enum!(SinkRequires { Labels(requires), PerMetavariable(list) });
packed_enum!(Requires { Label(label), True, False, And(all), Or(any), Not(one) });
packed_struct!(Options {
    constant_propagation,
    symbolic_propagation,
    taint_focus_on,
    taint_unify_mvars,
    taint_assume_safe_functions,
    taint_assume_safe_indexes,
    taint_assume_safe_comparisons,
    taint_assume_safe_booleans,
    taint_assume_safe_numbers,
    taint_only_propagate_through_assignments,
    models,
    taint_intrafile,
    ac_matching,
    commutative_boolop,
    symmetric_eq,
    vardef_assign,
    attr_expr,
    unify_ids_strictly,
    go_deeper_expr,
    go_deeper_stmt,
    implicit_deep_exprstmt,
    implicit_ellipsis,
    decorators_order_matters,
    max_match_per_file,
    generic_engine,
    generic_multiline,
    generic_braces,
    generic_extra_braces,
    generic_extra_word_characters,
    generic_caseless,
    generic_ellipsis_max_span,
    generic_comment_style,
});
packed_enum!(FlowEnd { Source, Sink });
packed_enum!(GenericEngine { Spacegrep, Aliengrep });
packed_enum!(CommentStyle { C, Cpp, Shell });

packed_struct!(SecretRule {
    rule,
    keywords,
    literals,
    matcher,
    before,
    after,
    judge,
    min_entropy,
    validators,
    with,
    specificity,
    paths,
    requirements,
    verbatim,
});
packed_enum!(Matcher { Pattern(pattern), Assigned(pattern), Judged(sort), Url });
packed_enum!(Sort { Password, Token });
packed_enum!(Specificity { Generic, Format, Provider });
packed_struct!(Samples { annotated, own });
packed_struct!(Sample { rule, bad, good });
packed_struct!(Example { file, template, plain });
packed_struct!(Companion { name, pattern, lines, bytes, required, validators });
packed_enum!(Requirement {
    Characters { least, of, called },
    Without(words),
    Checksum { actual, expected, capture, optional },
    Path(pattern),
    InText,
});

impl Packed for Validator {
    fn pack(&self, out: &mut Vec<u8>) {
        // A plain enum, whose list is in the order of its variants.
        out.push(*self as u8);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Validator::ALL.get(usize::from(from.byte()?)).copied()
    }
}
