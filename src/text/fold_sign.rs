//! What folding makes of a character, and the stretches of a text that it leaves alone.

use unicode_normalization::char::canonical_combining_class;

/// Bytes at the start of a text that fold to themselves whatever follows them: plain characters, and single spaces between
/// them. Nearly all of every text is in such runs.
pub(super) fn plain_run(text: &str) -> usize {
    let (mut at, mut last) = (0, 0);
    let stop = loop {
        let ascii = plain_ascii(text.as_bytes().get(at..).unwrap_or_default());
        if ascii > 0 {
            at += ascii;
            last = at - 1;
        }
        let cyrillic = plain_cyrillic(text.as_bytes().get(at..).unwrap_or_default());
        if cyrillic > 0 {
            at += cyrillic;
            last = at - 2;
        }
        match text.get(at..).and_then(|rest| rest.chars().next()) {
            None => return at,
            Some(_) if cyrillic > 0 => {}
            Some(next) if is_plain_letter(next) => {
                last = at;
                at += next.len_utf8();
            }
            Some(next) => break next,
        }
    };
    // The last character may carry a mark that follows, and a space be one of many.
    let ends_in_space = text.as_bytes().get(last) == Some(&b' ');
    if is_mark(stop) || is_invisible(stop) || (ends_in_space && is_space(stop)) { last } else { at }
}

/// Bytes of ASCII at the start of a text that fold to themselves: no grave accent, no control characters, no two spaces.
fn plain_ascii(bytes: &[u8]) -> usize {
    let plain = |byte: u8| ((b' '..=b'~').contains(&byte) & (byte != b'`')) | (byte == b'\n');
    let fine = |(byte, next): (&u8, &u8)| plain(*byte) & !((*byte == b' ') & (*next == b' '));
    // Block by block without a way out inside of one, so that the compiler takes a block at once.
    let (blocks, _) = bytes.as_chunks::<16>();
    let (nexts, _) = bytes.get(1..).unwrap_or_default().as_chunks::<16>();
    let whole = |(block, nexts): &(&[u8; 16], &[u8; 16])| block.iter().zip(*nexts).fold(true, |all, pair| all & fine(pair));
    let start = blocks.iter().zip(nexts).take_while(whole).count() * 16;
    let rest = bytes.get(start..).unwrap_or_default();
    let nexts = rest.iter().skip(1).chain(std::iter::once(&b'\n'));
    start + rest.iter().zip(nexts).take_while(|pair| fine(*pair)).count()
}

/// Bytes of Cyrillic at the start of a text that fold to themselves: U+0400 to U+047F but the vowels with a grave, and single
/// spaces between them.
fn plain_cyrillic(bytes: &[u8]) -> usize {
    let is_letter = |lead: u8, trail: u8| match lead {
        0xd0 => trail != 0x80 && trail != 0x8d,
        0xd1 => trail != 0x90 && trail != 0x9d,
        _ => false,
    };
    let mut at = 0;
    loop {
        at += match bytes.get(at..) {
            Some([lead, trail, ..]) if is_letter(*lead, *trail) => 2,
            Some([b' ', lead, trail, ..]) if at > 0 && is_letter(*lead, *trail) => 3,
            _ => return at,
        };
    }
}

/// Whether a character beyond ASCII is known to fold to itself: letters of the scripts that most texts are in, which are
/// composed as NFC has them.
fn is_plain_letter(c: char) -> bool {
    match c {
        '\u{c0}'..='\u{24f}' | '\u{3041}'..='\u{3094}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' => true,
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => plain_sign(c).is_none(),
        _ => matches!(c, '、' | '。' | '「' | '」' | 'ー'),
    }
}

/// The plain sign that a typographic one stands for.
pub(super) fn plain_sign(sign: char) -> Option<char> {
    Some(match sign {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2032}' | '\u{2039}' | '\u{203A}' | '\u{B4}' | '\u{FF07}' => '\'',
        '`' | '\u{2B9}' | '\u{2BB}' | '\u{2BC}' | '\u{2BD}' => '\'',
        // Vowels with a grave are canonically the vowel and a stress mark.
        'ѐ' => 'е',
        'Ѐ' => 'Е',
        'ѝ' => 'и',
        'Ѝ' => 'И',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' | '\u{FF02}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        _ => return None,
    })
}

/// Whether a space that folds to a plain one, with those beside it.
pub(super) fn is_space(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\r' | '\u{B}' | '\u{C}') || (!sign.is_ascii() && sign.is_whitespace() && sign != '\u{85}')
}

/// Soft hyphens, joiners, direction marks and the like: nothing that a reader sees.
pub(super) fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}')
        || matches!(sign, '\u{2066}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Whether a character joins the one before it: a combining mark, or a jamo that composes (UAX #15, Hangul).
pub(super) fn is_mark(sign: char) -> bool {
    sign >= '\u{300}' && (canonical_combining_class(sign) != 0 || matches!(sign, '\u{1160}'..='\u{11FF}'))
}
