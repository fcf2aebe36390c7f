//! Floats as text.

/// A float as OCaml's `string_of_float` writes it, which is what semgrep's `str` gives: twelve
/// significant digits, and a dot at the end of what has neither dot nor exponent.
pub(super) fn text(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-inf" } else { "inf" }.to_owned();
    }
    let scientific = format!("{value:.11e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if (-4..12).contains(&exponent) {
        let places = usize::try_from(11 - exponent).unwrap_or(0);
        let plain = trimmed(&format!("{value:.places$}"));
        if plain.contains('.') { plain } else { format!("{plain}.") }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", trimmed(digits), exponent.unsigned_abs())
    }
}
