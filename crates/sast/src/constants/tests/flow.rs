//! What is known along the flow of functions.

use super::check;

#[test]
fn in_a_function_a_name_is_what_was_last_assigned() {
    check(
        r#"
def straight(p, q):
    x = "ab"
    f(x) # 'ab'
    x = "abc"
    f(x) # 'abc'
    y = x
    f(y) # 'abc'
    p = "ab"
    f(p) # 'ab'
    (l) = "ab"
    f(l) # 'ab'
    k: str = "ab"
    f(k) # 'ab'
    h = "a"
    h += "b"
    f(h) # 'ab'
    h += q
    f(h) # -
    n = 2
    n += 1
    n *= 2
    f(n) # 6
    f(-n) # -6
    f(n + 1) # 7
    f(n == 6) # True
    f(x + "c") # 'abcc'
    f(f"a{x}") # 'aabc'
    f(f"a{n}") # 'a6'
    f(f"{x!r}") # ''abc''
    f(f"{x:>4}") # ' abc'
    f(x, "ab") # 'abc'
    if (w := "ab"):
        f(w) # 'ab'
    f(w) # 'ab'
    if p and (w := 3): pass
    f(w) # -
    a = lambda: f(x) # 'abc'
    return
    f(x) # -

def changed(p):
    x = "ab"
    foo(x)
    f(x) # 'ab'
    x.y()
    f(x) # -
    x = "ab"
    z = x.y()
    foo(x.y())
    f(x) # 'ab'
    x.y.z()
    f(x) # -
    x = "ab"
    x.a = 1
    f(x) # -
    x = "ab"
    x[0] += 1
    f(x) # -
    x = "ab"
    with p as x: pass
    f(x) # -
    x = "ab"
    (x, y) = p
    f(x) # -
    x = "ab"
    x, *y = "ab", "b"
    f(x) # -
    x = "ab"
    def h(x):
        f(x) # -
        x = 3
    f(x) # 'ab'
    def x(): pass
    f(x) # -

def closure():
    x = "ab"
    def inner():
        nonlocal x
        f(x) # -
        x = "a"
    f(x) # -

def assigned(p):
    v = "a" * 3
    f(v) # 'aaa'
    v = "a%s" % "b"
    f(v) # 'ab'
    v = "a%s" % p
    f(v) # -
    v = p and "a" or "b"
    f(v) # text
    v = p and 1 or 2
    f(v) # integer
    v = True and 3
    f(v) # 3
    v = p or "a"
    f(v) # -
    v = (u := "abc")
    f(v) # 'abc'
    v = "a" if p else 3
    f(v) # -
    v = ["ab"]
    f(v) # -
    v = "ab",
    f(v) # -
"#,
    );
}

#[test]
fn where_ways_meet_all_must_agree() {
    check(
        r#"
def branches(p, q):
    x = "abc"
    if p:
        x = "ab"
        f(x) # 'ab'
    f(x) # text
    y = x
    f(y) # text
    z = "ab"
    if p:
        z = 3
    f(z) # -
    if p:
        v = "ab"
    f(v) # -
    if p:
        u = "ab"
    else:
        u = "ab"
    f(u) # 'ab'
    t = "ab"
    if p:
        t = "abc"
        return
    f(t) # 'ab'
    if p:
        x = 1
    elif q:
        x = 2
    else:
        x = 3
    f(x) # integer
    s = "a"
    s = s + "b" if p else s
    f(s) # text

def loops(p):
    r = "a"
    while p:
        f(r) # text
        r = "b"
        f(r) # 'b'
    f(r) # text
    o = "a"
    while p:
        o = o + "a"
        f(o) # -
    f(o) # -
    x = "ab"
    for i in p:
        f(x) # 'ab'
        x = "ab"
        continue
    f(x) # 'ab'
    for i in p:
        y = "ab"
    f(y) # -
    while p:
        x = "a"
    else:
        f(x) # text
    i = 1
    while p:
        i += 1
        f(i) # -
    for q in p:
        f(q) # -
        break
    else:
        n = "ab"
    f(n) # -
    while (w := "ab"):
        f(w) # 'ab'

def guarded(p):
    x = "ab"
    try:
        f(x) # 'ab'
        y = "ab"
        g()
        f(y) # 'ab'
        z = "a"
    except E as e:
        f(x) # 'ab'
        f(y) # -
        f(e) # -
        z = "b"
    else:
        f(z) # 'a'
    finally:
        f(x) # 'ab'
        f(z) # -
    try:
        x = "a"
    except E:
        f(x) # -
    f(x) # 'a'
    try:
        p()
        x = "ab"
    except E:
        f(x) # 'a'
    f(x) # text
    try:
        v = "ab"
        p()
    except A:
        v = "ab"
    except B:
        v = "a"
        return
    f(v) # 'ab'
    match p:
        case 1:
            x = "ab"
        case 2:
            x = "ab"
        case _:
            x = "ab"
    f(x) # 'ab'
    match p:
        case [x, *y]:
            f(x) # -
            f(y) # -

if p:
    BOTH = "ab"
else:
    BOTH = "abc"
f(BOTH) # text
TWICE = "ab"
TWICE = 3
f(TWICE) # 3
AUG = "ab"
AUG += "c"
f(AUG) # 'abc'
"#,
    );
}
