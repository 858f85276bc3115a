//! When a webhook that was not taken is sent again.

use chrono::TimeDelta;

/// The pause after each failed attempt but the last; the first attempt is at once.
const PAUSES: [TimeDelta; 9] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(14),
    TimeDelta::hours(20),
    TimeDelta::hours(24),
];

/// The most attempts: some three days of them.
pub const ATTEMPTS: u32 = PAUSES.len() as u32 + 1;

/// The pause before the next attempt after so many failed ones, a fifth longer or shorter by chance, so that what failed together
/// does not come back together. `None` when there is no next one.
pub fn again(failed: u32, random: u128) -> Option<TimeDelta> {
    let plain = PAUSES.get(usize::try_from(failed.checked_sub(1)?).ok()?)?.num_milliseconds();
    let fifth = plain / 5;
    let width = u128::from((2 * fifth + 1).unsigned_abs());
    let shift = i64::try_from(random % width).unwrap_or(fifth);
    Some(TimeDelta::milliseconds(plain - fifth + shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_attempts_over_three_days() {
        let pauses: Vec<TimeDelta> = (1..).map_while(|failed| again(failed, 0)).collect();
        assert_eq!(pauses.len() as u32 + 1, ATTEMPTS);
        assert_eq!((pauses[0], pauses[8]), (TimeDelta::seconds(4), TimeDelta::milliseconds(69_120_000)));
        assert_eq!((again(0, 0), again(ATTEMPTS, 0), again(u32::MAX, 0)), (None, None, None));
        let all: TimeDelta = PAUSES.iter().sum();
        assert_eq!(all.num_hours(), 75);
    }

    proptest! {
        #[test]
        fn a_pause_is_at_most_a_fifth_off(failed in 1u32..ATTEMPTS, random in any::<u128>()) {
            let plain = PAUSES[failed as usize - 1];
            let pause = again(failed, random).unwrap();
            prop_assert!(pause >= plain - plain / 5 && pause <= plain + plain / 5);
        }
    }
}
