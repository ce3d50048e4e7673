//! The default rulesets that come with the program, from `rulesets/` at the root of the source.

use super::{Draft, Kind};
use kernel::FieldError;

/// One shipped default.
#[derive(Clone, Debug)]
pub struct Shipped {
    /// Its file's name.
    pub file: &'static str,
    /// What it says.
    pub draft: Draft,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../rulesets/", $name)))),+]
    };
}

const FILES: &[(&str, &str)] = files![
    "deadlines.json",
    "calendar.json",
    "recusal.json",
    "coverage.json",
    "team.json",
    "vocabulary.json",
    "unit-kinds.json",
    "banner.json",
    "decisions.json",
];

/// All defaults, one per [`Kind`]. A test holds that every file reads without a mistake, so an error here
/// can only come from a changed build.
pub fn shipped() -> Result<Vec<Shipped>, Vec<FieldError>> {
    FILES.iter().map(|(file, text)| read(file, text)).collect()
}

fn read(file: &'static str, text: &str) -> Result<Shipped, Vec<FieldError>> {
    let draft: Draft = serde_json::from_str(text).map_err(|e| {
        let message = kernel::Message::new("ruleset-file-unreadable").with("value", e.to_string());
        vec![FieldError::new(file, message)]
    })?;
    draft.check()?;
    Ok(Shipped { file, draft })
}

impl Shipped {
    /// What it rules.
    pub const fn kind(&self) -> Kind {
        self.draft.kind
    }
}
