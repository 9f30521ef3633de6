//! Transcripts to measure on: real ones repeated and made distinct, or invented ones.

use std::fs;
use std::path::{Path, PathBuf};

/// A small generator of numbers (SplitMix64), so that every run measures the same text.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// Writes Markdown transcripts of about so many bytes into a folder. With a source folder its `.md` files are repeated, each copy made distinct: a word in
/// fifty takes a suffix that no other copy has, and the turns start at another place. Without one, words are invented with the frequencies of a natural
/// vocabulary (Zipf).
pub fn write(folder: &Path, source: Option<&Path>, bytes: usize) -> Vec<PathBuf> {
    fs::create_dir_all(folder).expect("the folder can be made");
    let originals: Vec<String> = match source {
        Some(source) => {
            let mut files: Vec<PathBuf> =
                fs::read_dir(source).expect("the source is a folder").flatten().map(|e| e.path()).collect();
            files.retain(|f| f.extension().is_some_and(|e| e == "md") && !f.ends_with("README.md"));
            files.sort();
            files.iter().map(|f| fs::read_to_string(f).expect("a source in UTF-8")).collect()
        }
        None => (0..40).map(|n| invented(n, 5_000)).collect(),
    };
    let (mut written, mut copy, mut files) = (0, 0, Vec::new());
    while written < bytes {
        for (n, original) in originals.iter().enumerate() {
            let text = distinct(original, copy, n);
            let file = folder.join(format!("t{copy:03}-{n:03}.md"));
            fs::write(&file, &text).expect("a transcript can be written");
            written += text.len();
            files.push(file);
            if written >= bytes {
                break;
            }
        }
        copy += 1;
    }
    files
}

fn distinct(original: &str, copy: usize, n: usize) -> String {
    if copy == 0 {
        return original.to_owned();
    }
    let mut numbers = Numbers((copy * 1000 + n) as u64);
    let mut paragraphs: Vec<&str> = original.split("\n\n").collect();
    let turn = numbers.below(paragraphs.len());
    paragraphs.rotate_left(turn);
    let mut out = String::with_capacity(original.len() + original.len() / 50);
    for paragraph in paragraphs {
        for word in paragraph.split_inclusive(' ') {
            let body = word.trim_end();
            out.push_str(body);
            if body.len() > 3 && body.bytes().all(|b| b.is_ascii_lowercase()) && numbers.below(50) == 0 {
                out.push_str(&format!("{copy:x}{n:x}"));
            }
            out.push_str(&word[body.len()..]);
        }
        out.push_str("\n\n");
    }
    out
}

/// An invented conversation of so many words.
pub fn invented(seed: usize, words: usize) -> String {
    let mut numbers = Numbers(seed as u64 + 77);
    let mut out = String::new();
    let mut left = words;
    let mut speaker = 0;
    while left > 0 {
        let turn = (20 + numbers.below(120)).min(left);
        out.push_str(if speaker == 0 { "**Ada Quill:** " } else { "**Ben Thorn:** " });
        for at in 0..turn {
            let word = word(&mut numbers);
            if at % 17 == 0 {
                let mut letters = word.chars();
                out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
                out.push_str(letters.as_str());
            } else {
                out.push_str(&word);
            }
            out.push_str(if at % 17 == 16 || at + 1 == turn { ". " } else { " " });
        }
        out.truncate(out.trim_end().len());
        out.push_str("\n\n");
        left -= turn;
        speaker = 1 - speaker;
    }
    out
}

fn word(numbers: &mut Numbers) -> String {
    // Rank by Zipf's law: the logarithm of the rank is uniform.
    let u = numbers.next() as f64 / u64::MAX as f64;
    let rank = (20_000f64.powf(u)) as usize;
    let syllables =
        ["ba", "ren", "to", "mi", "ka", "lis", "do", "ve", "sun", "par", "qui", "hol", "ne", "gra", "fe", "wo"];
    let mut word = String::new();
    let mut n = rank;
    loop {
        word.push_str(syllables[n % syllables.len()]);
        n /= syllables.len();
        if n == 0 {
            return word;
        }
    }
}
