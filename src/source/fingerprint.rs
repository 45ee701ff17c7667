//! A short name for bytes, to tell whether they are still the same. It is no proof against malice.

/// The 128-bit FNV-1a hash of the pieces one after the other, as 32 hexadecimal digits.
pub fn fingerprint<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    let mut hash: u128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D;
    for byte in pieces.into_iter().flatten() {
        hash = (hash ^ u128::from(*byte)).wrapping_mul(PRIME);
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn known_values() {
        assert_eq!(fingerprint([]), "6c62272e07bb014262b821756295c58d");
        assert_eq!(fingerprint([b"a".as_slice()]), "d228cb696f1a8caf78912b704e4a8964");
        assert_eq!(fingerprint([b"ab".as_slice()]), fingerprint([b"a".as_slice(), b"b"]));
    }
}
