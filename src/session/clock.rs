use crate::id::Stamp;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// Where moments and ids come from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock and its source of randomness.
    #[default]
    System,
    /// Always this moment (milliseconds since 1970), and ids that count upwards: for tests and for output that must come out the same every time.
    Fixed(i64),
}

impl Clock {
    /// The clock that the environment asks for: `CASEBOOK_NOW` holds milliseconds since 1970, for reproducible runs.
    pub fn from_environment() -> Self {
        match std::env::var("CASEBOOK_NOW").ok().and_then(|now| now.parse().ok()) {
            Some(now) => Self::Fixed(now),
            None => Self::System,
        }
    }

    /// The moment.
    pub fn now(&self) -> Stamp {
        match self {
            Self::Fixed(now) => Stamp(*now),
            Self::System => Stamp(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)),
            ),
        }
    }

    /// A source of ids in rising order, for the step with this number. Those of one source follow one another; the first of each is random (74 bits,
    /// RFC 9562), so that two machines never meet. A fixed clock's ids follow from the step's number alone.
    pub fn new_ids(&self, step: u64) -> impl FnMut() -> Uuid + use<> {
        let millis = u64::try_from(self.now().0).unwrap_or(0);
        let fixed = matches!(self, Self::Fixed(_));
        let mut next: Option<u128> = None;
        move || {
            let first = || {
                if !fixed {
                    return Uuid::now_v7();
                }
                let mut low = [0; 10];
                low[3..6].copy_from_slice(&step.to_be_bytes()[5..]);
                uuid::Builder::from_unix_timestamp_millis(millis, &low).into_uuid()
            };
            let id = next.map_or_else(|| first().as_u128(), |n| n + 1);
            next = Some(id);
            Uuid::from_u128(id)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_and_never_repeat() {
        for clock in [Clock::System, Clock::Fixed(1_000)] {
            let (mut one, mut two) = (clock.new_ids(1), clock.new_ids(2));
            let first: Vec<Uuid> = (0..100).map(|_| one()).collect();
            assert!(first.windows(2).all(|w| w[0] < w[1]));
            assert!(!first.contains(&two()));
        }
    }
}
