//! What containers and the language's own functions do, for rules with the option `models`:
//! elements of lists and dictionaries are told apart by index and key as long as these are known.

mod builders;
mod calls;
mod changes;
mod displays;
mod functions;
mod library;
mod loops;
mod mappings;
mod methods;
mod operators;
mod places;
mod sequences;
mod slices;
#[cfg(test)]
mod tests;

pub(super) use loops::ElementOf;
