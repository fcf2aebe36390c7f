//! Reading `options`.

use super::Reading;
use crate::RuleFileError;
use crate::sast::{CommentStyle, FlowEnd, GenericEngine, Options};
use crate::yaml::Value;
use sdf_core::Text;
use std::borrow::Cow;

/// The options that `value` says, the others as in `options`.
pub(super) fn options(value: &Value<'_>, mut options: Options) -> Reading<Options> {
    let mut fields = value.mapping()?;
    while let Some((key, value)) = fields.take_first() {
        let is_known = flag(&mut options, key, &value)?
            || choice(&mut options, key, &value)?
            || without_effect(key, &value)?;
        if !is_known {
            return Err(value.error(format!("option '{key}' is not supported")).into());
        }
    }
    Ok(options)
}

/// What to say of options whose value cannot be followed here.
pub(super) fn left_out(value: &Value<'_>, options: &Options) -> Vec<RuleFileError> {
    let unfollowed = [(
        !options.unify_ids_strictly,
        "unify_ids_strictly: names are always told apart by what they mean",
    )];
    let told = unfollowed.into_iter().filter(|(is_asked, _)| *is_asked);
    told.map(|(_, what)| value.error(format!("option left out: {what}"))).collect()
}

/// Sets the option `key` if it is one that is on or off.
fn flag(options: &mut Options, key: &str, value: &Value<'_>) -> Reading<bool> {
    let flag = match key {
        "constant_propagation" => &mut options.constant_propagation,
        "symbolic_propagation" => &mut options.symbolic_propagation,
        "taint_unify_mvars" => &mut options.taint_unify_mvars,
        "taint_assume_safe_functions" => &mut options.taint_assume_safe_functions,
        "taint_assume_safe_indexes" => &mut options.taint_assume_safe_indexes,
        "taint_assume_safe_comparisons" => &mut options.taint_assume_safe_comparisons,
        "taint_assume_safe_booleans" => &mut options.taint_assume_safe_booleans,
        "taint_assume_safe_numbers" => &mut options.taint_assume_safe_numbers,
        "taint_only_propagate_through_assignments" => {
            &mut options.taint_only_propagate_through_assignments
        }
        "interprocedural" | "taint_intrafile" => &mut options.taint_intrafile,
        "models" => &mut options.models,
        "ac_matching" => &mut options.ac_matching,
        "commutative_boolop" => &mut options.commutative_boolop,
        "symmetric_eq" | "commutative_compop" => &mut options.symmetric_eq,
        "vardef_assign" => &mut options.vardef_assign,
        "attr_expr" => &mut options.attr_expr,
        "unify_ids_strictly" => &mut options.unify_ids_strictly,
        "go_deeper_expr" => &mut options.go_deeper_expr,
        "go_deeper_stmt" => &mut options.go_deeper_stmt,
        "implicit_deep_exprstmt" => &mut options.implicit_deep_exprstmt,
        "implicit_ellipsis" => &mut options.implicit_ellipsis,
        "decorators_order_matters" => &mut options.decorators_order_matters,
        "generic_multiline" => &mut options.generic_multiline,
        "generic_caseless" => &mut options.generic_caseless,
        _ => return Ok(false),
    };
    *flag = value.truth()?;
    Ok(true)
}

/// Sets the option `key` if it is one of the others.
fn choice(options: &mut Options, key: &str, value: &Value<'_>) -> Reading<bool> {
    match key {
        "taint_focus_on" | "taint_match_on" => {
            options.taint_focus_on =
                value.one_of(&[("source", FlowEnd::Source), ("sink", FlowEnd::Sink)])?;
        }
        "max_match_per_file" => options.max_match_per_file = Some(value.number()?),
        "generic_engine" => {
            options.generic_engine = value.one_of(&[
                ("spacegrep", GenericEngine::Spacegrep),
                ("aliengrep", GenericEngine::Aliengrep),
            ])?;
        }
        "generic_braces" => options.generic_braces = Some(braces(value)?),
        "generic_extra_braces" => options.generic_extra_braces = braces(value)?,
        "generic_extra_word_characters" => {
            options.generic_extra_word_characters = super::owned(value.texts()?);
        }
        "generic_ellipsis_max_span" => options.generic_ellipsis_max_span = value.number()?,
        "generic_comment_style" => {
            options.generic_comment_style = Some(value.one_of(&[
                ("c", CommentStyle::C),
                ("cpp", CommentStyle::Cpp),
                ("shell", CommentStyle::Shell),
            ])?);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Whether `key` is an option that changes nothing here; its value must be of the right type.
fn without_effect(key: &str, value: &Value<'_>) -> Reading<bool> {
    match key {
        "arrow_is_function"
        | "dynamic_timeout"
        | "flddef_assign"
        | "guarded_taint_signatures"
        | "implicit_return"
        | "interfile"
        | "let_is_var"
        | "xml_attrs_implicit_ellipsis"
        | "xml_children_ordered"
        | "xml_singleton_loose_matching" => drop(value.truth()?),
        "dynamic_timeout_max_multiplier"
        | "dynamic_timeout_unit_kb"
        | "taint_fixpoint_timeout"
        | "timeout" => drop(value.decimal()?),
        "cpp_parsing_pref" => value.one_of(&[("as_fundef", ()), ("as_vardef_with_ctor", ())])?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn braces(value: &Value<'_>) -> Reading<Cow<'static, [(Text, Text)]>> {
    let mut pairs = Vec::new();
    for pair in value.list()? {
        let Ok([open, close]) = <[String; 2]>::try_from(pair.texts()?) else {
            return Err(pair.error("expected an opening and a closing brace").into());
        };
        pairs.push((Text::Owned(open), Text::Owned(close)));
    }
    Ok(pairs.into())
}
