//! A short name for bytes, to tell whether they are still the same. It is not secure against forgery.

use siphasher::sip128::{Hasher128, SipHasher13};
use std::hash::Hasher;

/// The SipHash-1-3 of the pieces one after the other, 128 bits as 32 hexadecimal digits. It is written
/// into files: records of copies, Word's properties.
pub fn fingerprint<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = SipHasher13::new();
    for piece in pieces {
        hasher.write(piece);
    }

    format!("{:032x}", hasher.finish128().as_u128())
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    /// Fingerprints in existing files must stay valid with another version of the library.
    #[test]
    fn values_do_not_change() {
        assert_eq!(fingerprint([]), "b91c5ed031fb33032134935d61d9b40d");
        assert_eq!(fingerprint([b"a".as_slice()]), "5fcd71c2553704083710b5e872fbf647");
        assert_eq!(fingerprint([b"ab".as_slice()]), fingerprint([b"a".as_slice(), b"b"]));
        assert_ne!(fingerprint([b"ab".as_slice()]), fingerprint([b"ba".as_slice()]));
    }
}
