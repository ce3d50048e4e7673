//! Icons of the sprite.

use crate::assets;
use maud::{Markup, html};

/// The icon by its name in `assets/icons.svg` (`home`, `plus`, `alert`, …). It says nothing by itself: words
/// stand beside it or in the control's label.
pub fn icon(name: &str) -> Markup {
    html! { svg.i aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-" (name) } {} } }
}

/// The brand's seal.
pub(super) fn seal() -> Markup {
    html! { svg.seal aria-hidden="true" viewBox="0 0 32 32" { use href={ (assets::url("icons.svg")) "#i-seal" } {} } }
}
