use super::{PrivateKey, PublicKey, VaultBox, open, seal};
use crate::{
    Error, InstanceKey, Place, RecoveryCode,
    password::{Cost, Hasher},
    testing::rng,
};
use kernel::RecordId;
use proptest::prelude::*;
use uuid::Uuid;

const HERE: Place<'static> =
    Place { kind: "petition", record: RecordId(Uuid::from_u128(7)), field: "reporter_name" };

fn people<const N: usize>() -> [PrivateKey; N] {
    let rng = rng(100);
    std::array::from_fn(|_| PrivateKey::generate(&rng))
}

fn sealed_to(people: &[PrivateKey], plain: &[u8]) -> VaultBox {
    let keys: Vec<PublicKey> = people.iter().map(PrivateKey::public).collect();
    seal(&keys, 1, &HERE, plain, &rng(5)).unwrap()
}

fn hasher(seed: u64) -> Hasher {
    Hasher::new(&InstanceKey::generate(&rng(seed)), Cost::LEAST, &rng(seed)).unwrap()
}

#[test]
fn every_recipient_opens_and_nobody_else() {
    let [head, keeper, stranger] = people();
    let sealed = sealed_to(&[head, keeper], "张三".as_bytes());
    let [head, keeper, ..] = people::<3>();
    for person in [&head, &keeper] {
        assert_eq!(open(person, &HERE, &sealed).unwrap().expose(), "张三".as_bytes());
    }
    assert_eq!(open(&stranger, &HERE, &sealed).unwrap_err(), Error::NotARecipient);
    assert_eq!(sealed.recipients().unwrap(), [head.public().id(), keeper.public().id()]);
}

#[test]
fn a_box_moved_to_another_petition_does_not_open() {
    let people = people::<1>();
    let sealed = sealed_to(&people, b"x");
    let elsewhere = Place { record: RecordId(Uuid::from_u128(8)), ..HERE };
    assert_eq!(open(&people[0], &elsewhere, &sealed).unwrap_err(), Error::DoesNotOpen);
}

#[test]
fn a_recipient_cannot_be_replaced_afterwards() {
    let people = people::<2>();
    let sealed = sealed_to(&people[..1], b"x");
    let mut forged = sealed.as_bytes().to_vec();
    forged[36..52].copy_from_slice(&people[1].public().id().0);
    assert_eq!(open(&people[1], &HERE, &VaultBox::from_bytes(forged)).unwrap_err(), Error::DoesNotOpen);
}

#[test]
fn several_people_together_are_foreseen_but_refused_for_now() {
    let people = people::<2>();
    let keys = [people[0].public(), people[1].public()];
    assert_eq!(seal(&keys, 2, &HERE, b"x", &rng(1)).unwrap_err(), Error::Threshold(2));
    let mut two = sealed_to(&people, b"x").as_bytes().to_vec();
    two[2] = 2;
    assert_eq!(open(&people[0], &HERE, &VaultBox::from_bytes(two)).unwrap_err(), Error::Threshold(2));
}

#[test]
fn a_vault_needs_recipients_each_once_and_each_with_a_real_key() {
    let [person] = people();
    let key = person.public();
    assert_eq!(seal(&[], 1, &HERE, b"x", &rng(1)).unwrap_err(), Error::Recipients);
    assert_eq!(seal(&[key, key], 1, &HERE, b"x", &rng(1)).unwrap_err(), Error::Recipients);
    assert_eq!(seal(&[key], 0, &HERE, b"x", &rng(1)).unwrap_err(), Error::Recipients);
    assert_eq!(seal(&[PublicKey([0; 32])], 1, &HERE, b"x", &rng(1)).unwrap_err(), Error::WeakPublicKey);
}

#[test]
fn the_private_key_comes_back_by_password_and_by_recovery_code() {
    let [person] = people();
    let (hasher, code) = (hasher(1), RecoveryCode::generate(&rng(2)));
    let by_password = person.lock_by_password("正确的口令 8421", &hasher, &rng(3)).unwrap();
    let by_code = person.lock_by_recovery(&code, &rng(4)).unwrap();
    let json = serde_json::to_string(&by_password).unwrap();
    let stored = serde_json::from_str(&json).unwrap();
    let unlocked = PrivateKey::unlock_by_password(&stored, "正确的口令 8421", &hasher).unwrap();
    assert_eq!(unlocked.public(), person.public());
    assert_eq!(PrivateKey::unlock_by_recovery(&by_code, &code).unwrap().public(), person.public());
}

#[test]
fn a_lock_opens_only_with_its_own_secret_and_says_what_is_wrong() {
    let [person] = people();
    let (hasher_, code) = (hasher(1), RecoveryCode::generate(&rng(2)));
    let by_password = person.lock_by_password("correct horse", &hasher_, &rng(3)).unwrap();
    let by_code = person.lock_by_recovery(&code, &rng(4)).unwrap();
    let tries = [
        (PrivateKey::unlock_by_password(&by_password, "wrong horse", &hasher_), Error::DoesNotOpen),
        (PrivateKey::unlock_by_password(&by_password, "correct horse", &hasher(9)), Error::DoesNotOpen),
        (PrivateKey::unlock_by_password(&by_code, "correct horse", &hasher_), Error::OtherLock),
        (PrivateKey::unlock_by_recovery(&by_password, &code), Error::OtherLock),
        (PrivateKey::unlock_by_recovery(&by_code, &RecoveryCode::generate(&rng(8))), Error::OtherSheet),
    ];
    for (result, expected) in tries {
        assert_eq!(result.unwrap_err(), expected);
    }
    assert!(InstanceKey::unlock(&by_code, &code).is_err(), "a vault key is no instance key");
}

#[test]
fn a_hostile_lock_cannot_ask_for_endless_memory() {
    let [person] = people();
    let locked = person.lock_by_password("correct horse", &hasher(1), &rng(3)).unwrap();
    let json = serde_json::to_string(&locked).unwrap();
    let hostile = json.replace("\"memory_kib\":8", "\"memory_kib\":4294967295");
    assert_ne!(json, hostile);
    assert!(serde_json::from_str::<crate::LockedKey>(&hostile).is_err());
}

proptest! {
    // Curve arithmetic is slow unoptimised.
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_sealed_to_people_opens_for_each(
        plain in proptest::collection::vec(any::<u8>(), 0..200), seed in any::<u64>(), n in 1_usize..5,
    ) {
        let rng = rng(seed);
        let people: Vec<PrivateKey> = (0..n).map(|_| PrivateKey::generate(&rng)).collect();
        let keys: Vec<PublicKey> = people.iter().map(PrivateKey::public).collect();
        let sealed = seal(&keys, 1, &HERE, &plain, &rng).unwrap();
        for person in &people {
            let opened = open(person, &HERE, &sealed).unwrap();
            prop_assert_eq!(opened.expose(), &plain);
        }
    }

    #[test]
    fn any_flipped_bit_and_any_cut_is_found(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let people = people::<2>();
        let sealed = sealed_to(&people, b"identity");
        let mut flipped = sealed.as_bytes().to_vec();
        let at = at.index(flipped.len());
        flipped[at] ^= 1 << bit;
        prop_assert!(open(&people[0], &HERE, &VaultBox::from_bytes(flipped)).is_err());
        let cut = sealed.as_bytes()[..at].to_vec();
        prop_assert!(open(&people[0], &HERE, &VaultBox::from_bytes(cut)).is_err());
    }

    #[test]
    fn foreign_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let [person] = people();
        prop_assert!(open(&person, &HERE, &VaultBox::from_bytes(bytes)).is_err());
    }
}
