//! The organisation tree: units, their heads, names and history, and the rules of changing it (A1).
//!
//! [`unit`] holds the record, [`change`] what may happen to it, [`tree`] the shape, [`taxonomy`] the words that
//! differ from place to place, [`naming`] how a written name finds its unit, [`import`] how a list becomes units.

pub mod change;
pub mod import;
pub mod naming;
pub mod taxonomy;
pub mod tree;
pub mod unit;

pub use taxonomy::{CadreLevel, LevelSide, Taxonomy, UnitKind, UnitNature};
pub use tree::Tree;
pub use unit::{Alias, AliasKind, Ending, Head, LastInspection, State, Unit};
