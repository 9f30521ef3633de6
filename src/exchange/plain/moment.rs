use crate::id::Stamp;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A moment as ISO 8601 in UTC, to the millisecond: `2015-03-12T09:30:00Z`. One that no calendar has is written as its number.
pub(super) fn write(at: Stamp) -> String {
    Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |t| t.to_string())
}

/// Reads what [`write`] writes, and a date alone as its first moment in UTC.
pub(super) fn read(raw: &str) -> Option<Stamp> {
    let raw = raw.trim();
    if let Ok(number) = raw.parse::<i64>() {
        return Some(Stamp(number));
    }
    if let Ok(moment) = raw.parse::<Timestamp>() {
        return Some(Stamp(moment.as_millisecond()));
    }
    let date: jiff::civil::Date = raw.parse().ok()?;
    Some(Stamp(date.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_come_back() {
        for at in [0, 1_426_152_600_123, -1, 253_402_300_799_000, i64::MAX, i64::MIN] {
            assert_eq!(read(&write(Stamp(at))), Some(Stamp(at)), "{}", write(Stamp(at)));
        }
        assert_eq!(write(Stamp(1_426_152_600_000)), "2015-03-12T09:30:00Z");
        assert_eq!(read("2015-03-12"), Some(Stamp(1_426_118_400_000)));
        assert_eq!(read("12.3.2015"), None);
    }
}
