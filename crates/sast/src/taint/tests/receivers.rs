//! Methods of objects whose class is known only indirectly, or not at all.

use super::*;

fn across(source: &str) {
    check_with(source, &|_, _, _, options| options.interprocedural = true);
    check_with(source, &|_, _, _, options| {
        options.interprocedural = true;
        options.models = true;
    });
}

const QUERY: &str = "class Db:\n    def query(self, q):\n        sink(q)  # bad\n";

fn reaches(rest: &str) {
    across(&format!("{QUERY}{rest}"));
}

fn is_missed(rest: &str) {
    across(&format!("{}{rest}", QUERY.replace("  # bad", "")));
}

#[test]
fn members_that_are_objects() {
    let service = |init: &str, rest: &str| {
        reaches(&format!(
            "class S:\n{init}    def find(self, x):\n        self.db.query(x)\n{rest}"
        ));
    };
    let keeps = "    def __init__(self, db):\n        self.db = db\n";
    service(keeps, "S(Db()).find(source())\n");
    service(keeps, "db = Db()\ns = S(db=db)\ndef f():\n    s.find(source())\n");
    service("    def __init__(self):\n        self.db = Db()\n", "S().find(source())\n");
    service("    def __init__(self, db: Db):\n        self.db = db\n", "S(x).find(source())\n");
    service("    def __init__(self, db):\n        self.db: Db = db\n", "S(x).find(source())\n");
    service(
        "    def __init__(self, db=None):\n        self.db = db or Db()\n",
        "S(x).find(source())\n",
    );
    service("    db: Db\n", "S(x).find(source())\n");
    service(
        "    def __init__(self):\n        self.db = None\n    def connect(self):\n        self.db = Db()\n",
        "S().find(source())\n",
    );
    is_missed(
        "class S:\n    def __init__(self):\n        self.db = Db()\n        self.db2 = Other()\n    def find(self, x):\n        self.db2.query(x)\nS().find(source())\n",
    );
}

#[test]
fn annotated_names() {
    for written in [
        "Db",
        "'Db'",
        "Optional[Db]",
        "Optional['Db']",
        "Db | None",
        "None | Db",
        "Union[Db, None]",
        "Annotated[Db, Depends(x)]",
    ] {
        reaches(&format!("def f(db: {written}):\n    db.query(source())\n"));
        reaches(&format!("def f(db: {written} = None):\n    db.query(source())\n"));
        reaches(&format!("def f():\n    db: {written} = make()\n    db.query(source())\n"));
    }
    for written in ["Other", "'Other'", "list[Db]", "Callable[[int], Db]"] {
        is_missed(&format!("def f(db: {written}):\n    db.query(source())\n"));
    }
}

#[test]
fn objects_that_functions_give() {
    reaches("def make():\n    return Db()\ndef f():\n    make().query(source())\n");
    reaches(
        "def make():\n    db = Db()\n    return db\ndef f():\n    db = make()\n    db.query(source())\n",
    );
    reaches(
        "def make(c):\n    if c:\n        return None\n    return Db()\ndef f():\n    make(1).query(source())\n",
    );
    reaches(
        "async def make():\n    return Db()\nasync def f():\n    (await make()).query(source())\n",
    );
    reaches(
        "class S:\n    def make(self):\n        return Db()\n    def f(self):\n        self.make().query(source())\n",
    );
    reaches("db = Db()\ndef f():\n    db.query(source())\n");
    reaches(
        "db = None\ndef start():\n    global db\n    db = Db()\ndef f():\n    db.query(source())\n",
    );
    reaches("def f():\n    with Db() as db:\n        db.query(source())\n");
    reaches(
        "class C:\n    def __enter__(self):\n        return Db()\ndef f():\n    with C() as db:\n        db.query(source())\n",
    );
    reaches("def f(c):\n    db = c or Db()\n    db.query(source())\n");
    reaches("def f(c):\n    db = Db() if c else None\n    db.query(source())\n");
    reaches("def f():\n    query = Db().query\n    query(source())\n");
    across(
        "class Db:\n    def table(self, t):\n        return self\n    def query(self, q):\n        sink(q)  # bad\nDb().table(1).query(source())\n",
    );
    is_missed("def make():\n    return Other()\ndef f():\n    make().query(source())\n");
    is_missed("def g(db):\n    db.query(source())\ndef f():\n    g(other())\n");
}

#[test]
fn methods_that_one_class_has() {
    let class = "class Db:\n    def run_query(self, q, limit=1):\n        sink(q)";
    let reaches = |rest: &str| across(&format!("{class}  # bad\n{rest}"));
    let is_missed = |rest: &str| across(&format!("{class}\n{rest}"));
    reaches("def f(db):\n    db.run_query(source())\n");
    reaches("def f(app):\n    app.db.run_query(source(), limit=2)\n");
    is_missed("def f(db):\n    db.run_query(source(), 1, 2)\n");
    is_missed("def f(db):\n    db.run_query(source(), size=1)\n");
    is_missed("import db\ndef f():\n    db.run_query(source())\n");
    is_missed(
        "class E:\n    def run_query(self, q):\n        pass\ndef f(db):\n    db.run_query(source())\n",
    );
    is_missed("class E:\n    pass\ndef f():\n    E().run_query(source())\n");
    across(
        "class Db:\n    def execute(self, q):\n        sink(q)\ndef f(db):\n    db.execute(source())\n",
    );
}

#[test]
fn what_is_only_guessed_does_not_clean() {
    across(
        "class Db:\n    def find_user(self, q):\n        return 1\ndef f(db):\n    sink(db.find_user(source()))  # bad\n",
    );
    across(
        "class Db:\n    def put_user(self):\n        self.x = 1\ndef f(db):\n    db.x = source()\n    db.put_user()\n    sink(db.x)  # bad\n",
    );
    across(
        "class Db:\n    def find_user(self, q):\n        return source()\ndef f(db):\n    sink(db.find_user(1))  # bad\n",
    );
    across(
        "class Db:\n    @property\n    def name(self):\n        return 1\ndef f(c):\n    db = c or Db()\n    db.name = source()\n    sink(db.name)  # bad\n",
    );
}
