//! The one place where text becomes markup without being escaped.
//!
//! Only text that was fixed when the program was built is let through: the `'static` in the types is the guard.
//! What a user, a file or the database says goes through the templates, which escape it.

use maud::{Markup, PreEscaped};

/// A drawing of our own, as it stands in `assets/`.
pub fn own_svg(source: &'static str) -> Markup {
    PreEscaped(source.to_owned())
}
