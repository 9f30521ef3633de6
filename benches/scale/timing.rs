//! Timing: several runs, the median quoted.

use std::time::{Duration, Instant};

/// Runs something so many times after one warm-up; the durations, sorted.
pub fn runs(count: usize, mut act: impl FnMut()) -> Vec<Duration> {
    act();
    let mut times: Vec<Duration> = (0..count)
        .map(|_| {
            let start = Instant::now();
            act();
            start.elapsed()
        })
        .collect();
    times.sort();
    times
}

pub fn median(times: &[Duration]) -> Duration {
    times[times.len() / 2]
}

/// `12.3 ms`.
pub fn said(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    match ms {
        ms if ms >= 1000.0 => format!("{:.2} s", ms / 1000.0),
        ms if ms >= 1.0 => format!("{ms:.1} ms"),
        ms => format!("{:.0} µs", ms * 1000.0),
    }
}

/// The largest memory this process has held, in MB, where the system tells.
pub fn peak_memory() -> Option<u64> {
    told("VmHWM:")
}

/// The memory that this process holds now, in MB, where the system tells.
pub fn memory_now() -> Option<u64> {
    told("VmRSS:")
}

fn told(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with(what))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
}
