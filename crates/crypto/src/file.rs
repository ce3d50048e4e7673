//! Sealing of files, chunk by chunk, and their addresses.
//!
//! A sealed file is a header and chunks of one MiB of content each. Every chunk is bound to the header, to its number
//! and to whether it is the last: a file that was cut, extended, reordered or mixed with another does not open. The
//! header holds a random salt from which the file's own key is derived, so that a file can be sealed while it arrives
//! and resumed after a break, before anyone knows its digest. Nonces are random, so that sealing a chunk again is safe.
//!
//! The address of a file is a keyed digest of its content, under a key of its engagement: the same file twice lies
//! once, and nobody without the key can ask whether a known file is there. A reader that knows the address compares
//! it at the end: two files cannot be exchanged. `store` calls this; reading and writing bytes is its business.

use crate::{
    Contents, DataKey, Digest, Error, Key, KeyId, Purpose, Suite, framed, framed::Reader, suite::OVERHEAD,
};
use kernel::{Rng, Secret, random};
use sha2::{Digest as _, Sha256};

/// Content bytes of every chunk but the last, which may have fewer.
pub const CHUNK: usize = 1024 * 1024;
/// Stored bytes of a full chunk.
pub const SEALED_CHUNK: usize = CHUNK + OVERHEAD;
/// Stored bytes before the first chunk.
pub const HEADER: usize = 2 + 16 + SALT;

const SALT: usize = 32;
const FORMAT: u8 = 1;
const WHAT: &str = "sealed file";

/// Seals or opens the chunks of one file.
#[derive(Debug)]
pub struct FileCipher {
    key: Key,
    suite: Suite,
    header: [u8; HEADER],
}

impl FileCipher {
    /// Begins a new file. Its header must be stored before its chunks.
    pub fn begin(key: &DataKey, rng: &dyn Rng) -> Result<Self, Error> {
        let salt: [u8; SALT] = random::bytes(rng);
        let suite = Suite::CURRENT;
        let key_id = key.id();
        let bytes = [FORMAT, suite.number()].into_iter().chain(key_id.0).chain(salt);
        let mut header = [0; HEADER];
        header.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Self::from_header(key, &header)
    }

    /// Goes on with a file whose header is stored, to open it or to resume sealing it.
    pub fn from_header(key: &DataKey, header: &[u8; HEADER]) -> Result<Self, Error> {
        let mut reader = Reader::new(header, WHAT);
        reader.format(FORMAT)?;
        let suite = Suite::from_number(reader.byte()?)?;
        let key_id = KeyId(reader.take()?);
        if key_id != key.id() {
            return Err(Error::OtherKey(key_id));
        }
        let salt: [u8; SALT] = reader.take()?;
        let key = key.for_contents(Contents::Files)?.derive_for(Purpose::FileSealing, &salt);
        Ok(Self { key, suite, header: *header })
    }

    /// The header to store.
    pub const fn header(&self) -> &[u8; HEADER] {
        &self.header
    }

    /// Seals chunk `index`, counted from 0. All but the last have [`CHUNK`] bytes; only an empty file's chunk is empty.
    pub fn seal_chunk(
        &self,
        index: u64,
        last: bool,
        content: &[u8],
        rng: &dyn Rng,
    ) -> Result<Vec<u8>, Error> {
        check_size(index, last, content.len())?;
        self.suite.encrypt(&self.key, &self.aad(index, last), content, rng)
    }

    /// Opens chunk `index`. `last` says whether the stored file ends here; a cut file says so wrongly and fails.
    pub fn open_chunk(&self, index: u64, last: bool, sealed: &[u8]) -> Result<Secret<Vec<u8>>, Error> {
        check_size(index, last, sealed.len().checked_sub(OVERHEAD).ok_or(Error::Malformed(WHAT))?)?;
        self.suite.decrypt(&self.key, &self.aad(index, last), sealed)
    }

    fn aad(&self, index: u64, last: bool) -> Vec<u8> {
        framed::join("file-chunk", &[&self.header, &index.to_be_bytes(), &[u8::from(last)]])
    }
}

const fn check_size(index: u64, last: bool, length: usize) -> Result<(), Error> {
    let fits = match (last, index) {
        (false, _) => length == CHUNK,
        (true, 0) => length <= CHUNK,
        (true, _) => length >= 1 && length <= CHUNK,
    };
    if fits { Ok(()) } else { Err(Error::ChunkSize) }
}

/// Computes a file's address while its content passes by.
#[derive(Debug, Default)]
pub struct AddressOf(Sha256);

impl AddressOf {
    /// Takes the next bytes of the content.
    pub fn update(&mut self, content: &[u8]) {
        self.0.update(content);
    }

    /// The address under the engagement's key for files.
    pub fn finish(self, key: &DataKey) -> Result<Digest, Error> {
        let addressing = key.for_contents(Contents::Files)?.derive(Purpose::FileAddress);
        let content: [u8; 32] = self.0.finalize().into();
        Ok(framed::mac(&addressing, "file-address", &[&content]))
    }
}

#[cfg(test)]
mod tests {
    use super::{AddressOf, CHUNK, FileCipher, SEALED_CHUNK};
    use crate::{Contents, DataKey, Error, InstanceKey, Scope, testing::rng};
    use proptest::prelude::*;

    fn key(seed: u64) -> DataKey {
        let instance = InstanceKey::generate(&rng(seed));
        instance.new_data_key(Scope::Instance, Contents::Files, &rng(seed)).unwrap().0
    }

    fn seal_all(cipher: &FileCipher, content: &[u8]) -> Vec<Vec<u8>> {
        let chunks: Vec<&[u8]> = if content.is_empty() { vec![&[]] } else { content.chunks(CHUNK).collect() };
        let last = chunks.len() - 1;
        let rng = rng(50);
        let numbered = chunks.iter().zip(0_u64..);
        let seal =
            |(chunk, i): (&&[u8], u64)| cipher.seal_chunk(i, usize::try_from(i) == Ok(last), chunk, &rng);
        numbered.map(|each| seal(each).unwrap()).collect()
    }

    fn open_all(cipher: &FileCipher, chunks: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
        let (mut content, mut left) = (Vec::new(), chunks.len());
        for (chunk, i) in chunks.iter().zip(0_u64..) {
            left -= 1;
            content.extend_from_slice(cipher.open_chunk(i, left == 0, chunk)?.expose());
        }
        Ok(content)
    }

    #[test]
    fn files_of_any_length_open_again() {
        let key = key(1);
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1] {
            let content: Vec<u8> = (0_u8..251).cycle().take(length).collect();
            let cipher = FileCipher::begin(&key, &rng(2)).unwrap();
            let chunks = seal_all(&cipher, &content);
            let reader = FileCipher::from_header(&key, cipher.header()).unwrap();
            assert!(open_all(&reader, &chunks).unwrap() == content, "{length}");
            assert!(chunks[..chunks.len() - 1].iter().all(|c| c.len() == SEALED_CHUNK));
        }
    }

    #[test]
    fn a_file_that_was_cut_reordered_extended_or_mixed_does_not_open() {
        let key = key(1);
        let content = vec![7; 2 * CHUNK + 5];
        let cipher = FileCipher::begin(&key, &rng(2)).unwrap();
        let chunks = seal_all(&cipher, &content);
        let other = seal_all(&FileCipher::begin(&key, &rng(3)).unwrap(), &content);
        let cut = chunks[..2].to_vec();
        let reordered = vec![chunks[1].clone(), chunks[0].clone(), chunks[2].clone()];
        let extended = [chunks.clone(), vec![chunks[2].clone()]].concat();
        let mixed = vec![chunks[0].clone(), other[1].clone(), chunks[2].clone()];
        let doubled = vec![chunks[0].clone(), chunks[0].clone(), chunks[2].clone()];
        for wrong in [cut, reordered, extended, mixed, doubled] {
            assert!(open_all(&cipher, &wrong).is_err());
        }
    }

    #[test]
    fn sealing_goes_on_after_a_break() {
        let key = key(1);
        let begun = FileCipher::begin(&key, &rng(2)).unwrap();
        let first = begun.seal_chunk(0, false, &vec![1; CHUNK], &rng(3)).unwrap();
        let resumed = FileCipher::from_header(&key, begun.header()).unwrap();
        let second = resumed.seal_chunk(1, true, b"end", &rng(4)).unwrap();
        assert_eq!(open_all(&begun, &[first, second]).unwrap().len(), CHUNK + 3);
    }

    #[test]
    fn a_chunk_of_the_wrong_size_is_refused() {
        let cipher = FileCipher::begin(&key(1), &rng(2)).unwrap();
        let seal =
            |index, last, length| cipher.seal_chunk(index, last, &vec![0; length], &rng(3)).unwrap_err();
        for (index, last, length) in [(0, false, 5), (0, true, CHUNK + 1), (1, true, 0), (3, false, 0)] {
            assert_eq!(seal(index, last, length), Error::ChunkSize);
        }
        assert_eq!(cipher.open_chunk(0, true, b"short").unwrap_err(), Error::Malformed("sealed file"));
    }

    #[test]
    fn the_same_file_has_one_address_in_an_engagement_and_another_elsewhere() {
        let address = |key: &DataKey, parts: &[&[u8]]| {
            let mut of = AddressOf::default();
            parts.iter().for_each(|p| of.update(p));
            of.finish(key).unwrap()
        };
        let (here, elsewhere) = (key(1), key(2));
        assert_eq!(address(&here, &[b"one file"]), address(&here, &[b"one ", b"file"]));
        assert_ne!(address(&here, &[b"one file"]), address(&elsewhere, &[b"one file"]));
        assert_ne!(address(&here, &[b"one file"]), address(&here, &[b"another"]));
    }

    #[test]
    fn another_key_is_named_and_a_key_for_values_is_refused() {
        let (mine, other) = (key(1), key(2));
        let cipher = FileCipher::begin(&mine, &rng(3)).unwrap();
        assert_eq!(FileCipher::from_header(&other, cipher.header()).unwrap_err(), Error::OtherKey(mine.id()));
        let instance = InstanceKey::generate(&rng(1));
        let (values, _) = instance.new_data_key(Scope::Instance, Contents::Values, &rng(1)).unwrap();
        assert_eq!(FileCipher::begin(&values, &rng(3)).unwrap_err(), Error::WrongContents(Contents::Values));
    }

    proptest! {
        #[test]
        fn any_flipped_bit_of_chunk_or_header_is_found(
            content in proptest::collection::vec(any::<u8>(), 0..64), at in any::<prop::sample::Index>(), bit in 0_u8..8,
        ) {
            let key = key(1);
            let cipher = FileCipher::begin(&key, &rng(2)).unwrap();
            let sealed = cipher.seal_chunk(0, true, &content, &rng(3)).unwrap();
            let mut chunk = sealed.clone();
            let i = at.index(chunk.len());
            chunk[i] ^= 1 << bit;
            prop_assert!(cipher.open_chunk(0, true, &chunk).is_err());
            let mut header = *cipher.header();
            let i = at.index(header.len());
            header[i] ^= 1 << bit;
            let opened = FileCipher::from_header(&key, &header).and_then(|c| c.open_chunk(0, true, &sealed));
            prop_assert!(opened.is_err());
        }
    }
}
