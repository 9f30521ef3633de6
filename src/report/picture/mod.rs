//! Pictures of a study, as shapes first and as SVG then.
//!
//! ```text
//! shape        rectangles, lines, texts; how wide a text is
//! svg          writing them
//! heat         the counts of a matrix as colours
//! scatter      two numbers of each case as a point
//! codes        how often each code was given
//! saturation   new codes interview by interview
//! timeline     where in a document its codes stand
//! letters, raster, png     pixels, where the program was built with them
//! ```
//!
//! Colours follow a scale that stays in order in black and white and for colour-blind readers. Every picture says in words what it shows, for those who hear it.

mod codes;
mod heat;
#[cfg(feature = "png")]
mod letters;
#[cfg(feature = "png")]
mod png;
#[cfg(feature = "png")]
mod raster;
mod saturation;
mod scatter;
mod shape;
mod svg;
#[cfg(test)]
mod tests;
mod timeline;

pub use codes::{CodeCount, code_counts, codes};
pub use heat::heat;
#[cfg(feature = "png")]
pub use letters::Fonts;
#[cfg(feature = "png")]
pub use png::png;
pub use saturation::{Interview, Order, interviews, saturation};
pub use scatter::scatter;
pub use shape::{Anchor, Ink, Picture, Shape, text_width};
pub use svg::svg;
pub use timeline::{Lane, Timeline, timeline, timeline_of};
