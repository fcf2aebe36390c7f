//! Which method a call of an object of nobody knows what class runs, going by its name.

use super::bodies::{Method, ParameterKind};
use super::{BodyId, Calls};
use crate::tables::HashMap;
use sdf_syntax::{BindingKind, Kind, Names, NodeId, Role, Symbol, Tree};

/// How many names put together to one are looked through for where it begins.
const LONGEST: usize = 8;

/// Names of methods of objects of the language, its library and usual frameworks.
const USUAL: &str = "
    accept acquire add add_argument add_header aggregate all append appendleft apply as_view
    authenticate begin bind bulk_create call callproc cancel capitalize clean clear clone close
    commit communicate connect copy count create cursor debug decode decrypt delete delete_cookie
    difference digest discard dispatch distinct done dump dumps emit encode encrypt endswith error
    exception exclude exec exec_driver_sql exec_module execute executemany executescript exists
    exit extend extra fetch fetchall fetchmany fetchone fetchrow fetchval filter filter_by find
    find_all find_one findall finditer first flush format format_map from_string full_clean
    fullmatch get get_context_data get_json get_object get_or_create get_queryset get_template
    getlist getvalue group group_by handle head hexdigest index info init_app insert insert_one
    invoke is_valid isoformat items iterdir join joinpath json keys kill last limit listen load
    load_module loads lock log login lower lstrip main match merge mkdir move next notify offset
    one open options order_by parse parse_args partition patch poll pop popitem popleft post
    prepare process publish push put query raw read read_bytes read_text readline readlines recv
    redirect refresh register release reload remove rename render render_template replace request
    reset resolve result reverse rollback route rsplit rstrip run save scalar scalars search seek
    select send send_file send_message sendall sendmail set set_cookie setdefault setup show
    shutdown sort split splitlines start startswith stop store strftime strip sub submit subscribe
    tell test text title to_dict touch translate truncate union unlink unsubscribe update
    update_one upload upper url validate value values values_list verify view wait warning where
    with_ write write_bytes write_text writelines writerow writerows zfill
";

/// The methods of a file that no two of its classes have.
pub(super) struct Guesses {
    methods: HashMap<Symbol, Option<BodyId>>,
}

impl Guesses {
    pub(super) fn new(tree: &Tree, calls: &Calls) -> Guesses {
        let mut methods: HashMap<Symbol, Option<BodyId>> = HashMap::default();
        for (_, method) in calls.classes.methods() {
            let body = calls.body(method).filter(|body| body.abroad.is_none());
            let Some(body) = body else { continue };
            let name = tree.node(body.owner).symbol;
            if !is_usual(tree.bytes(name)) {
                methods.entry(name).and_modify(|it| *it = None).or_insert(Some(method));
            }
        }
        Guesses { methods }
    }

    /// The method that a call of an attribute may run, if it takes what is passed.
    pub(super) fn method(
        &self,
        tree: &Tree,
        names: &Names,
        calls: &Calls,
        call: NodeId,
        callee: NodeId,
    ) -> Option<BodyId> {
        let method = self.methods.get(&tree.node(callee).symbol).copied().flatten()?;
        let body = calls.body(method).filter(|body| body.method == Method::Instance)?;
        let is_foreign = is_of_module(tree, names, callee);
        let takes = |kind| body.parameters.iter().any(|parameter| parameter.kind == kind);
        let plain = body.parameters.iter().filter(|it| it.kind == ParameterKind::Plain).count();
        let mut passed = 1;
        for argument in tree.children(call).filter(|&it| tree.node(it).role != Role::Callee) {
            let node = tree.node(argument);
            match node.kind {
                Kind::Starred | Kind::DoubleStarred => {}
                Kind::KeywordArgument => {
                    let is_known = body.parameters.iter().any(|it| it.name == node.symbol);
                    if !is_known && !takes(ParameterKind::NamedRest) {
                        return None;
                    }
                }
                _ => passed += 1,
            }
        }
        let fits = passed <= plain || takes(ParameterKind::Rest);
        (fits && !is_foreign).then_some(method)
    }
}

/// Whether an attribute is one of a literal, or of what is imported.
fn is_of_module(tree: &Tree, names: &Names, attribute: NodeId) -> bool {
    let mut at = attribute;
    for _ in 0..LONGEST {
        match tree.child(at, Role::Object) {
            Some(object) => at = object,
            None => break,
        }
    }
    let is_import = |it: &sdf_syntax::Binding| matches!(it.kind, BindingKind::Import(_));
    match tree.node(at).kind {
        Kind::Name => names.read(at).is_some_and(is_import),
        Kind::Call | Kind::Await | Kind::Subscript | Kind::Attribute => false,
        _ => true,
    }
}

fn is_usual(name: &[u8]) -> bool {
    let mut usual = USUAL.split_ascii_whitespace();
    name.starts_with(b"__") || usual.any(|usual| usual.as_bytes() == name)
}
