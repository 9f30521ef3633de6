//! The code pages of DOS, which `encoding_rs` does not have: what the bytes 128 to 255 stand for, in order
//! (Unicode Consortium, <https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/>).

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Decodes bytes by a DOS code page: `cp437`, `ibm437`, `437`, `cp850`, `ibm850`, `850`. `None` for another name.
pub(super) fn decode(label: &str, bytes: &[u8]) -> Option<(&'static str, String)> {
    let lower = label.trim().to_ascii_lowercase();
    let number = lower.trim_start_matches(|c: char| !c.is_ascii_digit());
    let prefix = &lower[..lower.len() - number.len()];
    if !["", "cp", "ibm", "dos", "cp-", "ibm-", "dos-"].contains(&prefix) {
        return None;
    }
    let (name, table) = match number {
        "437" => ("CP437", CP437),
        "850" => ("CP850", CP850),
        _ => return None,
    };
    let upper: Vec<char> = table.chars().collect();
    let letter = |b: &u8| if b.is_ascii() { *b as char } else { upper[*b as usize - 128] };
    Some((name, bytes.iter().map(letter).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_are_whole() {
        assert_eq!((CP437.chars().count(), CP850.chars().count()), (128, 128));
        assert_eq!(decode("CP437", b"\x84\xe1 Gr\x81\xe1e").unwrap().1, "äß Grüße");
        assert_eq!(decode("ibm850", b"\xa4o\xd5").unwrap().1, "ñoı");
        assert!(decode("cp1252", b"").is_none() && decode("utf-8", b"").is_none());
    }
}
