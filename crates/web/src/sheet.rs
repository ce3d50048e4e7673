//! The recovery sheet as set-up shows it. The binary makes it and keeps its lock; the pages show it once, to whoever has
//! the console's code, and ask for some of its groups back, so that it is known to be on paper.

use std::fmt;

/// A sheet that nobody has confirmed yet.
pub trait RecoverySheet: fmt::Debug + Send + Sync {
    /// Its short name, which tells sheets of two installations apart.
    fn name(&self) -> String;

    /// The short name of the key that it brings back.
    fn key(&self) -> String;

    /// The code in its printed groups.
    fn groups(&self) -> Vec<String>;

    /// Which groups are to be typed back, counted from 1.
    fn asked(&self) -> Vec<usize>;

    /// Whether a group was typed as it stands on the paper.
    fn is_group(&self, number: usize, typed: &str) -> bool;

    /// Keeps the key's lock: from now on the printed code opens it.
    ///
    /// # Errors
    /// What the disk said.
    fn keep(&self) -> Result<(), String>;
}
