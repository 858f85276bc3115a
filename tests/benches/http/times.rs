//! Times that were measured, by their rank.

/// Times of one unit, the shortest first.
pub struct Times(Vec<u64>);

impl Times {
    pub fn new(mut times: Vec<u64>) -> Times {
        times.sort_unstable();
        Times(times)
    }

    /// The time that a share of all, 0 to 1, does not exceed.
    pub fn at(&self, share: f64) -> u64 {
        self[((self.len() - 1) as f64 * share) as usize]
    }
}

impl std::ops::Deref for Times {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        &self.0
    }
}
