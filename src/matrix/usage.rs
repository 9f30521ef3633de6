use super::bits::Bits;
use super::ground::{Ground, touches};
use crate::fault::Outcome;
use crate::id::{CodeId, IdMap};
use crate::query::{WHOLE, World};
use crate::text::Span;

/// In how many cases each code is used, codings with the codes under it left aside: cases with a part of a document that shares text with a coding of it. Codes
/// that are used in no case are left out.
///
/// Errors: a text that cannot be loaded; only those of documents of which a case has a part are.
pub fn cases_of_codes(world: &World<'_>) -> Outcome<IdMap<CodeId, usize>> {
    let ground = Ground::new(world);
    let company = ground.company()?;
    let briefs = world.project.codings.briefs();
    let mut cases = vec![Bits::none(company.cases.len()); briefs.codes().len()];
    for (document, parts) in ground.ids.iter().zip(&company.parts) {
        let Some(sheet) = briefs.sheet(*document) else { continue };
        for (case, spans) in parts {
            if spans[..] == [WHOLE] {
                sheet.tally().iter().for_each(|(code, _)| cases[*code as usize].insert(*case as usize));
                continue;
            }
            for brief in sheet.list() {
                if touches(spans, Span { start: brief.start, end: brief.end }) {
                    cases[brief.code as usize].insert(*case as usize);
                }
            }
        }
    }
    let often = briefs.codes().iter().zip(&cases).map(|(code, cases)| (*code, Bits::common(&[cases])));
    Ok(often.filter(|(_, n)| *n > 0).collect())
}
