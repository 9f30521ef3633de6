//! Starting the program on the sample study, beside `git status` in this repository.

use crate::Scratch;
use crate::timing::{median, runs, said};
use std::process::{Command, Stdio};

pub fn measure() {
    let scratch = Scratch::new("start");
    let casebook = env!("CARGO_BIN_EXE_casebook");
    let built = Command::new(casebook).args(["sample", "--no-ui"]).arg(&scratch.0).stdout(Stdio::null()).status();
    assert!(built.is_ok_and(|s| s.success()), "the sample builds");
    let file = scratch.0.join("digital-strategies.casebook");
    let quiet = |command: &mut Command| {
        let done = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(done.is_ok_and(|s| s.success()), "the command works");
    };
    let documents = runs(20, || quiet(Command::new(casebook).arg("documents").arg("--project").arg(&file)));
    let find = runs(20, || quiet(Command::new(casebook).args(["find", "platform"]).arg("--project").arg(&file)));
    let matrix = runs(20, || {
        quiet(Command::new(casebook).args(["matrix", "strategies-and-backbones"]).arg("--project").arg(&file))
    });
    let git = runs(20, || quiet(Command::new("git").arg("status").current_dir(env!("CARGO_MANIFEST_DIR"))));
    println!("whole process, median of 20:");
    println!("  casebook documents   {}", said(median(&documents)));
    println!("  casebook find        {}", said(median(&find)));
    println!("  casebook matrix      {}", said(median(&matrix)));
    println!("  git status           {}", said(median(&git)));
    println!("  documents / git status = {:.2}", median(&documents).as_secs_f64() / median(&git).as_secs_f64());
}
