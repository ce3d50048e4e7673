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
    "sign-in.json",
    "numbers.json",
    "rectification.json",
    "petitions.json",
    "focus.json",
    "routing.json",
    "methods.json",
];

/// Words of levels that differ from a county's.
const VOCABULARIES: &[(&str, &str)] = files![
    "vocabulary/city.json",
    "vocabulary/province.json",
    "vocabulary/ministry.json",
    "vocabulary/enterprise.json",
    "vocabulary/university.json",
    "vocabulary/hospital.json",
];

/// The defaults for a committee of this level: those of [`shipped`], with its own words where there are some.
///
/// # Errors
/// As [`shipped`].
pub fn shipped_for(level: &str) -> Result<Vec<Shipped>, Vec<FieldError>> {
    let own = format!("vocabulary/{level}.json");
    let own = VOCABULARIES.iter().find(|(file, _)| *file == own);
    let own = own.map(|(file, text)| read(file, text)).transpose()?;
    let mut all = shipped()?;
    if let Some(own) = own {
        all.retain(|s| s.kind() != own.kind());
        all.push(own);
    }
    Ok(all)
}

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
