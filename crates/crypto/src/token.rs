//! Bearer tokens: sessions, API tokens, the console's set-up code, and the form token against foreign pages.
//!
//! A token is 256 random bits behind a prefix that says what it is, so that a leaked one is recognised. The database
//! keeps a keyed digest; the text itself is shown once and kept nowhere. `app` issues and looks up by digest.

use crate::{Digest, Error, InstanceKey, Key, Purpose, framed, hex};
use kernel::{Rng, Secret, random};
use zeroize::Zeroizing;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A browser's session.
    Session,
    /// A program's access to the API.
    Api,
    /// The one-time code that the console prints for set-up.
    Setup,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "xcs_",
            Self::Api => "xct_",
            Self::Setup => "xc1_",
        }
    }

    const fn purpose(self) -> Purpose {
        match self {
            Self::Session => Purpose::SessionDigest,
            Self::Api => Purpose::ApiTokenDigest,
            Self::Setup => Purpose::SetupCodeDigest,
        }
    }
}

/// A token just made.
#[derive(Debug)]
pub struct Issued {
    /// The text for its bearer, once.
    pub text: Secret<String>,
    /// What is stored.
    pub digest: Digest,
}

/// The keys of all kinds of tokens, made once at start-up.
#[derive(Debug)]
pub struct Tokens {
    session: Key,
    api: Key,
    setup: Key,
    csrf: Key,
}

impl Tokens {
    /// The token keys of an installation.
    pub fn new(instance: &InstanceKey) -> Self {
        let key = |kind: TokenKind| instance.derive(kind.purpose());
        Self {
            session: key(TokenKind::Session),
            api: key(TokenKind::Api),
            setup: key(TokenKind::Setup),
            csrf: instance.derive(Purpose::Csrf),
        }
    }

    /// Makes a token.
    pub fn issue(&self, kind: TokenKind, rng: &dyn Rng) -> Issued {
        let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(random::bytes(rng));
        let body = Zeroizing::new(hex::encode(bytes.as_ref()));
        let text = Secret::new(format!("{}{}", kind.prefix(), body.as_str()));
        Issued { text, digest: self.digest_of(kind, bytes.as_ref()) }
    }

    /// The stored form of a token that someone shows. Text that no such token can have is refused at once.
    pub fn digest(&self, kind: TokenKind, text: &str) -> Result<Digest, Error> {
        let malformed = Error::Malformed("token");
        let body = text.trim().strip_prefix(kind.prefix()).ok_or(malformed)?;
        let bytes = hex::decode(body).map_err(|_| malformed)?;
        if bytes.len() == 32 { Ok(self.digest_of(kind, &bytes)) } else { Err(malformed) }
    }

    /// The token that every form of a session carries.
    pub fn form_token(&self, session: &Digest) -> String {
        framed::mac(&self.csrf, "form-token", &[&session.0]).to_string()
    }

    /// What stands for an account or an address in the count of failed sign-ins: of no use to who reads the database.
    pub fn failure_subject(&self, text: &str) -> Digest {
        framed::mac(&self.csrf, "sign-in-failure", &[text.as_bytes()])
    }

    /// Vouches for a sign-in whose password was right and whose code is still to come: for this account, this
    /// password, until this second.
    pub fn ticket(&self, account: &[u8; 16], password: &str, until: i64) -> Digest {
        framed::mac(&self.csrf, "sign-in-ticket", &[account, password.as_bytes(), &until.to_be_bytes()])
    }

    /// Whether a form carries its session's token.
    pub fn is_form_token(&self, session: &Digest, shown: &str) -> bool {
        let right = framed::mac(&self.csrf, "form-token", &[&session.0]);
        shown.parse::<Digest>().is_ok_and(|shown| shown == right)
    }

    fn digest_of(&self, kind: TokenKind, bytes: &[u8]) -> Digest {
        let key = match kind {
            TokenKind::Session => &self.session,
            TokenKind::Api => &self.api,
            TokenKind::Setup => &self.setup,
        };
        framed::mac(key, "token", &[bytes])
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, Tokens};
    use crate::{InstanceKey, testing::rng};

    fn tokens(seed: u64) -> Tokens {
        Tokens::new(&InstanceKey::generate(&rng(seed)))
    }

    #[test]
    fn a_token_is_found_by_its_digest_and_only_as_its_own_kind() {
        let tokens = tokens(1);
        let issued = tokens.issue(TokenKind::Api, &rng(2));
        assert!(issued.text.expose().starts_with("xct_"));
        assert_eq!(tokens.digest(TokenKind::Api, issued.text.expose()), Ok(issued.digest));
        assert!(tokens.digest(TokenKind::Session, issued.text.expose()).is_err());
        let renamed = issued.text.expose().replace("xct_", "xcs_");
        assert_ne!(tokens.digest(TokenKind::Session, &renamed), Ok(issued.digest));
    }

    #[test]
    fn text_that_is_no_token_is_refused() {
        let tokens = tokens(1);
        for wrong in ["", "xct_", "xct_zz", "xct_00", "bearer", "xct_钥匙"] {
            assert!(tokens.digest(TokenKind::Api, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_stolen_database_cannot_recompute_digests_and_debug_shows_no_token() {
        let issued = tokens(1).issue(TokenKind::Session, &rng(2));
        assert_ne!(tokens(2).digest(TokenKind::Session, issued.text.expose()), Ok(issued.digest));
        assert!(!format!("{issued:?}").contains(issued.text.expose().as_str()));
    }

    #[test]
    fn a_form_token_belongs_to_one_session() {
        let tokens = tokens(1);
        let rng = rng(2);
        let (mine, other) = (tokens.issue(TokenKind::Session, &rng), tokens.issue(TokenKind::Session, &rng));
        let form = tokens.form_token(&mine.digest);
        assert!(tokens.is_form_token(&mine.digest, &form));
        assert!(!tokens.is_form_token(&other.digest, &form));
        assert!(!tokens.is_form_token(&mine.digest, ""));
        assert_ne!(form, mine.digest.to_string());
    }
}
