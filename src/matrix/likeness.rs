use super::Measure;
use super::cell::{Filling, Made, counted, undefined};
use super::figures::{Frequencies, Presence};
use super::ground::Ground;
use super::line::Line;

/// The codes by which things are compared when the specification names none: every code by itself, so that nothing counts twice.
pub(super) fn every_code(ground: &Ground<'_>) -> Vec<Line> {
    let book = &ground.world.project.codebook;
    book.tree().into_iter().map(|(_, code)| Line::code_itself(ground, code.id, code.name.clone())).collect()
}

/// The cell of a similarity of two cases or documents, from how often each has each code.
pub(super) fn cell(filling: &Filling<'_>, one: &[f64], two: &[f64]) -> Made {
    let has = |of: &[f64]| of.iter().map(|n| *n > 0.0).collect::<Vec<bool>>();
    let (presence, often) = (Presence::of(&has(one), &has(two)), Frequencies(one, two));
    let (number, why) = match filling.measure {
        Measure::SimpleMatch => (presence.simple_match(), "there are no codes"),
        Measure::Zeta => (presence.zeta(), "there are no codes"),
        Measure::RussellRao => (presence.russell_rao(), "there are no codes"),
        Measure::Dice => (presence.dice(), "neither has any of the codes"),
        Measure::Pearson => (often.pearson(), "one of the two has every code equally often"),
        Measure::Cosine => (often.cosine(), "one of the two has none of the codes"),
        Measure::Block => (Some(often.block()), ""),
        Measure::SquaredEuclid => (Some(often.squared_euclid()), ""),
        _ => (presence.jaccard(), "neither has any of the codes"),
    };
    match number {
        Some(number) => Made { cell: counted(filling, number), marks: Vec::new(), warning: None },
        None => undefined(why),
    }
}
