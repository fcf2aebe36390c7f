//! Finds out once what the functions of a project's modules do for others.

use super::graph::Order;
use super::paths::Paths;
use super::reach::{self, Outline};
use super::{BYTES, Module, Parsed, Project, Within};
use crate::environment::Environment;
use crate::facts::Facts;
use crate::matching::Budget;
use crate::rule::{CompiledMode, CompiledTaint};
use crate::taint::{ABROAD, BodyId, Calls, Exports, Interface};
use crate::tainted::{self, Parts};
use crate::{Scanner, is_for, names_path};
use sdf_core::{Document, Elsewhere, RuleMask, Span};
use sdf_rules::sast::Mode;
use sdf_syntax::{Language, Limits};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// An end of flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Source,
    Sink,
}

/// Runs `work` for each of a number of pieces, in any order, and comes back when all is done.
pub type Parallel<'p> = dyn Fn(usize, &(dyn Fn(usize) + Sync)) + 'p;

impl Scanner<'_> {
    /// The project of `files`, Python modules by their paths in order, under those of the rules
    /// that `enabled` has. All is found out here, by `parallel`.
    pub fn project(
        &self,
        files: Vec<Elsewhere>,
        enabled: &RuleMask,
        parallel: &Parallel<'_>,
    ) -> Project {
        let project = Project::of(files);
        let modules = project.modules.as_slice();
        parallel(modules.len(), &|at| {
            if let Some(module) = modules.get(at) {
                module.parsed.get_or_init(|| parse(module));
            }
        });
        let follows = |at: usize| {
            let rule = self.rules.get(at).filter(|_| enabled.contains(at));
            rule.is_some_and(|rule| {
                matches!(rule.mode, Mode::Taint(_)) && rule.options.taint_intrafile
            })
        };
        let rules: Vec<usize> = (0..self.rules.len()).filter(|&at| follows(at)).collect();
        let mut outlines = self.outlines(&project, &rules, End::Sink, parallel);
        // Where no module has a sink of a rule, nothing of it need be known.
        let has_sink: BTreeSet<usize> =
            outlines.iter().flat_map(|outline| &outline.marks).map(|&(rule, ..)| rule).collect();
        let rules: Vec<usize> = has_sink.into_iter().collect();
        let sources = self.outlines(&project, &rules, End::Source, parallel);
        for (outline, sources) in outlines.iter_mut().zip(sources) {
            outline.marks.extend(sources.marks);
        }
        let called = |(at, outline): (usize, &Outline)| {
            let all = outline.next.iter().flatten().map(|&(module, _)| module);
            all.filter(|&module| module as usize != at).collect::<BTreeSet<_>>()
        };
        let called: Vec<Vec<u32>> =
            outlines.iter().enumerate().map(called).map(|it| it.into_iter().collect()).collect();
        let order = project.order.get_or_init(|| Order::new(&called));
        let plan = reach::plan(&outlines);
        for wave in &order.waves {
            let busy: Vec<_> = wave
                .iter()
                .filter_map(|&at| Some((at, plan.wanted.get(at as usize)?)))
                .filter(|(_, wanted)| !wanted.is_empty())
                .collect();
            parallel(busy.len(), &|at| {
                let Some(&(at, wanted)) = busy.get(at) else { return };
                let exports = self.exports(&project, at, wanted);
                if let Some(module) = modules.get(at as usize) {
                    module.exports.get_or_init(|| exports);
                }
            });
        }
        project.rules.get_or_init(|| plan.tried);
        project
    }

    /// What is known of each module before any flow is followed, as to one end of flows.
    fn outlines(
        &self,
        project: &Project,
        rules: &[usize],
        end: End,
        parallel: &Parallel<'_>,
    ) -> Vec<Outline> {
        let slots: Vec<OnceLock<Outline>> =
            project.modules.iter().map(|_| OnceLock::new()).collect();
        parallel(slots.len(), &|at| {
            if let Some(slot) = slots.get(at) {
                slot.get_or_init(|| self.outline(project, at as u32, rules, end));
            }
        });
        slots.into_iter().map(|slot| slot.into_inner().unwrap_or_default()).collect()
    }

    /// The same of one module; what calls what is told with the sinks.
    fn outline(&self, project: &Project, at: u32, rules: &[usize], end: End) -> Outline {
        let within = Within { project, module: at };
        let Some((module, parsed)) = parsed(project, at) else { return Outline::default() };
        let (tree, bytes) = (&parsed.tree, module.file.bytes.as_slice());
        let facts = Facts::within(tree, bytes, Some(within));
        let document = Document::file(module.file.path.as_ref(), bytes);
        let next = match end {
            End::Sink => next(facts.flows().calls(), at),
            End::Source => Vec::new(),
        };
        let mut outline = Outline { next, marks: Vec::new() };
        let libraries = self.libraries.on_file();
        // Rules share libraries, and with them most sources.
        let mut bodies: HashMap<Span, Vec<u32>> = HashMap::new();
        for &at in rules {
            let Some(rule) = self.rules.get(at) else { continue };
            if !is_for(rule, tree) || !names_path(rule, &document) {
                continue;
            }
            let Some(Ok((compiled, used))) = self.compiled(at, rule, &libraries, None) else {
                continue;
            };
            let CompiledMode::Taint(taint) = &compiled.mode else { continue };
            let mut budget = Budget::new();
            let mut parts = Parts { facts: &facts, rule: compiled, taint, budget: &mut budget };
            let could_have = match end {
                End::Sink => CompiledTaint::could_have_sink,
                End::Source => CompiledTaint::could_have_source,
            };
            if !compiled.could_have(taint, &used, tree, could_have) {
                continue;
            }
            let places: Vec<Span> = match end {
                End::Sink => {
                    let own = parts.sinks();
                    let shared = used.iter().flat_map(|library| library.sinks(&facts));
                    let all = own.iter().chain(shared).flat_map(|sink| &sink.matches);
                    all.map(|found| found.span).collect()
                }
                End::Source => {
                    let own = parts.sources();
                    let shared = used.iter().flat_map(|library| library.sources(&facts));
                    let all = own.iter().chain(shared).flat_map(|source| &source.matches);
                    all.map(|found| found.span).collect()
                }
            };
            let found = places.into_iter().flat_map(|span| {
                let known = bodies.entry(span);
                known.or_insert_with(|| tainted::bodies_with(&facts, span)).clone()
            });
            let found: Vec<u32> = found.collect::<BTreeSet<u32>>().into_iter().collect();
            if !found.is_empty() {
                outline.marks.push(match end {
                    End::Sink => (at, Vec::new(), found),
                    End::Source => (at, found, Vec::new()),
                });
            }
        }
        outline
    }

    /// By rule what the functions `wanted` of a module do.
    fn exports(
        &self,
        project: &Project,
        at: u32,
        wanted: &BTreeMap<usize, BTreeSet<u32>>,
    ) -> HashMap<usize, Exports<Environment>> {
        let within = Within { project, module: at };
        let Some((module, parsed)) = parsed(project, at) else { return HashMap::new() };
        let facts = Facts::within(&parsed.tree, &module.file.bytes, Some(within));
        let libraries = self.libraries.on_file();
        let mut all = HashMap::new();
        for (&at, bodies) in wanted {
            let Some(rule) = self.rules.get(at) else { continue };
            let Some(Ok((compiled, used))) = self.compiled(at, rule, &libraries, None) else {
                continue;
            };
            let CompiledMode::Taint(taint) = &compiled.mode else { continue };
            let mut budget = Budget::new();
            let parts = Parts { facts: &facts, rule: compiled, taint, budget: &mut budget };
            let exports = tainted::exports(parts, &used, at, bodies);
            all.extend(exports.map(|exports| (at, exports)));
        }
        all
    }
}

fn parsed(project: &Project, at: u32) -> Option<(&Module, &Parsed)> {
    let module = project.modules.get(at as usize)?;
    Some((module, module.parsed.get()?.as_ref()?))
}

fn parse(module: &Module) -> Option<Parsed> {
    let bytes = module.file.bytes.as_slice();
    let tree = sdf_syntax::parse(Language::Python, bytes, &Limits::default()).ok()?;
    let interface = Interface::of(&tree, bytes, sdf_syntax::names(&tree, bytes));
    Some(Parsed { tree, interface })
}

/// By body of module `at` the bodies that it runs, or that prepare what it reads: the constructor
/// of its objects, the module.
fn next(calls: &Calls, at: u32) -> Vec<Vec<(u32, u32)>> {
    let everywhere = |id: BodyId| {
        let abroad = calls.body(id).and_then(|body| body.abroad);
        abroad.map_or((at, id.0), |abroad| (abroad.module, abroad.body))
    };
    let own = calls.bodies().iter().take_while(|body| body.abroad.is_none()).enumerate();
    let next = own.map(|(id, body)| {
        let is_module = id == BodyId::MODULE.index();
        let inner = body.inner.iter().filter(|_| !is_module);
        let constructors = body.class.into_iter().filter_map(|class| calls.constructor(class));
        let mut next: Vec<_> =
            body.calls.iter().chain(inner).copied().chain(constructors).map(everywhere).collect();
        if !body.globals.is_empty() && !is_module {
            next.push((at, BodyId::MODULE.0));
        }
        next.sort_unstable();
        next.dedup();
        next.retain(|&other| other != (at, id as u32));
        next
    });
    next.collect()
}

impl Project {
    fn of(files: Vec<Elsewhere>) -> Project {
        let (mut room, mut base) = (BYTES, ABROAD);
        let count = files.len();
        let mut modules = Vec::new();
        for file in files {
            let size = file.bytes.len() + 1;
            let Some(left) = room.checked_sub(size) else { continue };
            room = left;
            let (parsed, exports) = (OnceLock::new(), OnceLock::new());
            modules.push(Module { file: Arc::new(file), base, parsed, exports });
            base += size;
        }
        let paths = Paths::new(modules.iter().map(|module| module.file.path.as_ref()));
        let by_path = modules.iter().enumerate();
        let by_path = by_path.map(|(at, module)| (module.file.path.clone(), at as u32)).collect();
        let left_out = count - modules.len();
        let (order, rules) = (OnceLock::new(), OnceLock::new());
        Project { modules, by_path, paths, order, rules, left_out }
    }
}
