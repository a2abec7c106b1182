//! Percent encoding.

/// The text with its percent escapes decoded, or none where there are none.
pub fn decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut is_changed = false;
    while let [byte, tail @ ..] = rest {
        if let ([b'%', high, low, after @ ..], Some(value)) = (rest, hex_pair(rest.get(1..3))) {
            let _ = (high, low);
            out.push(value);
            is_changed = true;
            rest = after;
            continue;
        }
        out.push(*byte);
        rest = tail;
    }
    is_changed.then(|| String::from_utf8_lossy(&out).into_owned())
}

fn hex_pair(pair: Option<&[u8]>) -> Option<u8> {
    let [high, low] = pair? else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}
