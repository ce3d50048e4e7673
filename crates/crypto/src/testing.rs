//! Randomness that repeats, for the tests of this crate.

use kernel::Rng;
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

/// SHA-256 of a seed and a counter.
pub(crate) struct SeededRng {
    seed: u64,
    next: AtomicU64,
}

pub(crate) const fn rng(seed: u64) -> SeededRng {
    SeededRng { seed, next: AtomicU64::new(0) }
}

impl Rng for SeededRng {
    fn fill(&self, buffer: &mut [u8]) {
        for part in buffer.chunks_mut(32) {
            let n = self.next.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::digest([self.seed.to_be_bytes(), n.to_be_bytes()].concat());
            part.copy_from_slice(&block[..part.len()]);
        }
    }
}
