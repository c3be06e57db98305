//! Percent-encoding (RFC 3986, section 2.1).

/// Undoes percent-encoding; what is not UTF-8 afterwards, and `%` without two hexadecimal digits, stays as it is.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let digit = |at: usize| tail.get(at).and_then(|byte| char::from(*byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Percent-encodes a path (RFC 3986, section 3.3): letters beyond ASCII byte by byte; `/` stays.
pub fn encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    encode(path, |byte| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte), &mut out);
    out
}

/// Puts a text behind what `out` holds, byte by byte: as it is where it is ASCII and `kept`, else percent-encoded.
pub fn encode(text: &str, kept: impl Fn(u8) -> bool, out: &mut String) {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'A' - 10 + half });
    for byte in text.bytes() {
        if byte.is_ascii() && kept(byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn only_two_hexadecimal_digits_are_decoded() {
        assert_eq!(decode("a%20b%C3%A9"), "a bé");
        // A sign is no digit.
        assert_eq!(decode("%+1 %-1 %4 %"), "%+1 %-1 %4 %");
        assert_eq!(decode("%ff"), "%ff");
    }
}
