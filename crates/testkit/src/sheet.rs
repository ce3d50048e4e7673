//! A recovery sheet for the set-up page, whose lock is a flag.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use web::RecoverySheet;

/// A sheet of eight groups that are told apart at sight.
#[derive(Debug, Default)]
pub struct TestSheet {
    kept: AtomicBool,
}

impl TestSheet {
    /// A sheet that nobody has confirmed.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Whether its lock was kept.
    pub fn is_kept(&self) -> bool {
        self.kept.load(Ordering::SeqCst)
    }

    /// What stands on the paper.
    pub fn group(number: usize) -> String {
        format!("ABCD{number}")
    }
}

impl RecoverySheet for TestSheet {
    fn name(&self) -> String {
        "0a1b2c3d".to_owned()
    }

    fn key(&self) -> String {
        "4e5f6a7b".to_owned()
    }

    fn groups(&self) -> Vec<String> {
        (1..=8).map(Self::group).collect()
    }

    fn asked(&self) -> Vec<usize> {
        vec![2, 5, 8]
    }

    fn is_group(&self, number: usize, typed: &str) -> bool {
        typed.trim().eq_ignore_ascii_case(&Self::group(number))
    }

    fn keep(&self) -> Result<(), String> {
        self.kept.store(true, Ordering::SeqCst);
        Ok(())
    }
}
