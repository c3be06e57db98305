//! Percent-encoding (RFC 3986, section 2.1).

/// Undoes percent-encoding; what is not UTF-8 afterwards, and `%` without two hexadecimal digits, stays as it is.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = (byte == b'%').then(|| after.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Percent-encodes a path (RFC 3986, section 3.3): letters beyond ASCII byte by byte; `/` stays.
pub fn encode_path(path: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte);
    path.bytes().map(|byte| if kept(byte) { (byte as char).to_string() } else { format!("%{byte:02X}") }).collect()
}
