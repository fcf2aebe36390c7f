//! Members of what is imported, which functions share.

use super::*;

fn across(source: &str) {
    check_with(source, &|_, _, _, options| options.interprocedural = true);
    check_with(source, &|_, _, _, options| {
        options.interprocedural = true;
        options.models = true;
    });
}

#[test]
fn imported_objects_keep_members() {
    for (import, g) in
        [("from flask import g", "g"), ("import flask", "flask.g"), ("import flask as f", "f.g")]
    {
        across(&format!(
            "{import}\ndef before():\n    {g}.x = source()\n    {g}.y = 1\ndef after():\n    \
             sink({g}.x)  # bad\n    sink({g}.y)\n    sink({g}.z)\n"
        ));
        across(&format!(
            "{import}\ndef before():\n    {g}.x = source()\ndef other():\n    {g}.x = 1\n    \
             sink({g}.x)\ndef after():\n    sink({g}.x)  # bad\n"
        ));
        across(&format!(
            "{import}\ndef before():\n    {g}.x = clean(source())\ndef after():\n    sink({g}.x)\n"
        ));
    }
    across(
        "import flask\ndef before():\n    flask.g.x = source()\ndef after():\n    sink(flask.url_for('x'))\n    sink(flask.g.x)  # bad\n",
    );
    across(
        "from flask import g\ndef keep(x):\n    g.x = x\ndef before():\n    keep(source())\ndef after():\n    sink(g.x)  # bad\n",
    );
}
