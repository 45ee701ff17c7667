//! A short name for bytes, to tell whether they are still the same. It is not secure against forgery.

use sha2::{Digest, Sha256};
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

/// The SHA-256 of a file as 64 hexadecimal digits, as `certutil -hashfile` and `sha256sum` print it: for whoever
/// has no zishu.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, sha256};

    #[test]
    fn sha256_is_that_of_other_programs() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
    }

    /// Fingerprints in existing files must stay valid with another version of the library.
    #[test]
    fn values_do_not_change() {
        assert_eq!(fingerprint([]), "b91c5ed031fb33032134935d61d9b40d");
        assert_eq!(fingerprint([b"a".as_slice()]), "5fcd71c2553704083710b5e872fbf647");
        assert_eq!(fingerprint([b"ab".as_slice()]), fingerprint([b"a".as_slice(), b"b"]));
        assert_ne!(fingerprint([b"ab".as_slice()]), fingerprint([b"ba".as_slice()]));
    }
}
