//! Sinks within matches of the same sink.

use super::*;

fn across(source: &str) {
    check_with(source, &|_, _, _, options| options.interprocedural = true);
}

#[test]
fn an_inner_sink_counts_where_the_outer_is_clean() {
    across("def g(x):\n    return 1\nsink(\n    g(\n        sink(source())  # bad\n    )\n)\n");
    across(
        "def g(x):\n    return 1\ndef f(x):\n    sink(\n        g(\n            sink(x)  # bad\n        )\n    )\nf(source())\n",
    );
    across("def g(x):\n    return 1\nsink(g(sink(clean(source()))))\n");
    // What a sanitizer is written around is not followed.
    check("sink(clean(sink(source())))\n");
}

#[test]
fn one_of_sinks_within_each_other_is_told() {
    check("sink(  # bad\n    sink(source())\n)\n");
    across("sink(  # bad\n    sink(source())\n)\n");
    across("def g(x):\n    sink(  # bad\n        sink(x)\n    )\ng(source())\n");
}
