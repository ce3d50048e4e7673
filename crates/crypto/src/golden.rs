//! What was once written must open for ever: bytes of format 1, kept as they were made.
//!
//! A failing test here means that stored data would no longer open. Then the format number goes up and the old
//! reader stays; these bytes do not change. Every value was checked against a second, independent implementation
//! when it was written down.

use crate::{
    InstanceKey, Key, LockedKey, Place, Purpose, ReceiptCode, RecoveryCode, Sealed, VaultBox, WrappedKey,
    chain::{ChainKey, HeadCode},
    file::{AddressOf, FileCipher},
    hex,
    password::{Cost, Hasher, PasswordHash, Verdict},
    seal,
    sign::{Signer, Subject},
    testing::rng,
    vault::{self, PrivateKey},
};
use kernel::RecordId;
use uuid::Uuid;

const HERE: Place<'static> =
    Place { kind: "petition", record: RecordId(Uuid::from_u128(1)), field: "reporter_name" };
const KEY_FILE: &str = "xuncha-instance-key-1 ef27599d135ba8f37be9080f8bad2e83 \
    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const RECOVERY: &str = "6FKPV-73W77-77D32-SJMD9-HCRWV-KP3YT-5DW06-KJ8TG";

fn instance() -> InstanceKey {
    InstanceKey::from_file_text(KEY_FILE).unwrap()
}

#[test]
fn derived_keys_stay_the_same() {
    let key = Key::from_bytes(std::array::from_fn(|i| u8::try_from(i).unwrap()));
    assert_eq!(key.id(), instance().id());
    let derived = key.derive_for(Purpose::JournalChain, b"chain");
    assert_eq!(
        hex::encode(derived.expose()),
        "fe7413e0e4630804816531832905e15dbbc506a3fdd186934efdd0ac5e74b10c"
    );
}

#[test]
fn the_chain_and_the_digest_tree_stay_the_same() {
    let chain = ChainKey::new(&instance(), b"chain");
    let states = chain.digest_tree(&[b"a", b"b", "三".as_bytes()].map(|s| chain.leaf(s)));
    let head = chain.link(&chain.genesis(), b"envelope", &states);
    let found = [chain.genesis(), chain.digest_tree(&[]), states, head].map(|d| d.to_string());
    let kept = [
        "abd3aba12d6438ccd96de78da222d20481135a194c46b94e4f72cc2882f94789",
        "aaa5224696520cdca1748bb674a7609f81b23d4247eeccd55d0520e0d8219526",
        "612125e31e5566a1592a1fa69c12b29a303b357321bee351e7b79c34dd11637c",
        "188b2b1b043b841f702712fbed1f864cd825d554195660c399ede2c3361a5d3a",
    ];
    assert_eq!(found, kept);
    assert_eq!(HeadCode::of(&head).to_string(), "RBBV-4V4Z-G7JV-DZ6S");
}

#[test]
fn a_stored_password_still_passes() {
    let hasher = Hasher::new(&instance(), Cost::LEAST, &rng(1)).unwrap();
    let stored =
        "$argon2id$v=19$m=8,t=1,p=1$EwmsP05BUSgg+/JZrkkrtg$BR6UzlAiJWzPWp3qWct9e9TeSMq3jSJiEuUp7Sd6JWA";
    let stored = PasswordHash::from_stored(stored.to_owned());
    assert_eq!(hasher.check(Some(&stored), "长城 2026 秋天").unwrap(), Verdict::Right);
}

#[test]
fn a_receipt_code_still_finds_its_report_and_its_reply_key() {
    let code = ReceiptCode::parse("BYYC-6SWR-T4B4-3H13").unwrap();
    let digest = code.digest(&instance().derive(Purpose::ReceiptDigest));
    assert_eq!(digest.to_string(), "de620de1d5c5ce41b550f850ca1befd14cad7e2bfa2dbe25d5e304a9d97b330d");
    let reply = hex::encode(&code.reply_key().public().0);
    assert_eq!(reply, "25d2a0b71280f04e37cfb5b30e4811845f44b86e974716c2f6e5181690056370");
}

#[test]
fn a_recovery_sheet_still_gives_the_instance_key() {
    let locked: LockedKey = serde_json::from_str(
        "{\"format\":1,\"suite\":1,\"subject\":\"instance\",\
         \"id\":\"ef27599d135ba8f37be9080f8bad2e83\",\
         \"method\":{\"recovery\":\"83cf5f6d7a5046179f373287325c828c\"},\
         \"salt\":\"2c1b906867d313e9ee07fe22afc47439\",\"sealed\":\"\
         5c65d9cc22ae3e6f154ae91ef0b6ad4ff5d14e2444a68ea6455aa852b36ebe042147ff9eebdfea85084ef1f071\
         eac27a5314643b62c718f2b01d040de5c676a99210551c3a639b66\"}",
    )
    .unwrap();
    let code = RecoveryCode::parse(RECOVERY).unwrap();
    assert_eq!(InstanceKey::unlock(&locked, &code).unwrap().id(), instance().id());
}

#[test]
fn a_locked_vault_key_and_its_vault_still_open() {
    let locked: LockedKey = serde_json::from_str(
        "{\"format\":1,\"suite\":1,\"subject\":\"vault_private\",\
         \"id\":\"bc154dc2b96523adf7aa8d833ba9315b\",\"method\":{\"password\":{\"memory_kib\":8,\
         \"passes\":1,\"lanes\":1}},\"salt\":\"e8dd943d366caae7beb706c6ae668eff\",\"sealed\":\"\
         4ff190b4c2c573ec999d8db75f206447737dbb0dd91de749de7eae929e408b2598d3b450857bf55d4e61b372a5\
         f883b78f809b116b6dffe4ff66ed816325f6ce7262125ddcc60348\"}",
    )
    .unwrap();
    let sealed: VaultBox = serde_json::from_str(
        "\"0101010158dbf44db3e1c59f6119e89ec82948eb78e36c325d6d701be8bfb11ad0052312bc154dc2b96523adf7\
         aa8d833ba9315bb0eda54db6abff5e044215adf72b5b32a167394efb9eb4e766936382c064d840818f0e561ae9\
         1a52842cd91330676202a0317066c8bbea3c2c4f8ab6c1208787007724b2c4fd1738945665ea9d548eb3163dd6\
         4fc774e1e3e31a3703e04a7ce79eb6b59c851652e269a767af087efa40de4cb4e5397c\"",
    )
    .unwrap();
    let hasher = Hasher::new(&instance(), Cost::LEAST, &rng(1)).unwrap();
    let private = PrivateKey::unlock_by_password(&locked, "a password", &hasher).unwrap();
    assert_eq!(vault::open(&private, &HERE, &sealed).unwrap().expose(), "张三".as_bytes());
}

#[test]
fn a_wrapped_key_and_a_sealed_value_still_open() {
    let wrapped: WrappedKey = serde_json::from_str(
        "{\"format\":1,\"suite\":1,\"id\":\"254a4b5147c80bd75a9ff8372c178d97\",\
         \"wrapped_by\":\"ef27599d135ba8f37be9080f8bad2e83\",\
         \"scope\":{\"engagement\":\"00000000-0000-0000-0000-000000000002\"},\"contents\":\"values\",\
         \"sealed\":\"\
         7b9999cfff29df5798f8843dcbd07472af92db2f47ed92761957d87c6580b534e4ee984516557a63dedc4a18d7\
         9bdd37565d7a59a8890003fc91b692bdf47025ef5c10b4ab4771a2\"}",
    )
    .unwrap();
    let sealed: Sealed = serde_json::from_str(
        "\"0101254a4b5147c80bd75a9ff8372c178d970d68b5523766a61932d308fd2e67749ec5b18e0d820fb9d95d78d8\
         0dfd7bf3b1fdd95733496c9176ac8c637087aa\"",
    )
    .unwrap();
    let key = instance().unwrap(&wrapped).unwrap();
    assert_eq!(seal::open(&key, &HERE, &sealed).unwrap().expose(), "李四".as_bytes());
}

#[test]
fn a_sealed_file_still_opens_at_its_address() {
    let wrapped: WrappedKey = serde_json::from_str(
        "{\"format\":1,\"suite\":1,\"id\":\"199dad582ef78b72795d503e3d74580b\",\
         \"wrapped_by\":\"ef27599d135ba8f37be9080f8bad2e83\",\"scope\":\"instance\",\
         \"contents\":\"files\",\"sealed\":\"\
         e22c78e9a6e2a20e1588dc70597cff37d4ee31242bb07929c5cd958b80a927ae3067d8929f575c5422b259fa6a\
         5e237b4c010f703ab8a916b19dd2735bbd8773ca50dd4311ca8877\"}",
    )
    .unwrap();
    let key = instance().unwrap(&wrapped).unwrap();
    let header = "0101199dad582ef78b72795d503e3d74580b6f245697acabc5a61d7c201c4431be7adef91ee75a99fda4d94747\
        bf7e0c947e";
    let chunk = hex::decode(
        "7083252a48c55b5cbd23c3d8fbef2eab15fd75f1dc87801c91d225ea1fe8d14e7a77ac03f8ffa47d7c31c0b45602fe45",
    );
    let cipher = FileCipher::from_header(&key, &hex::decode_array(header).unwrap()).unwrap();
    let content = cipher.open_chunk(0, true, &chunk.unwrap()).unwrap();
    assert_eq!(content.expose(), b"one file");
    let mut address = AddressOf::default();
    address.update(content.expose());
    let address = address.finish(&key).unwrap().to_string();
    assert_eq!(address, "e8086a1d88def35ff6acb9dd2155cb1daa0977a4c64c52e02ef12da93fb31850");
}

#[test]
fn a_signature_stays_the_same_and_still_holds() {
    let signer = Signer::new(&instance());
    let verifier = signer.verifier();
    assert_eq!(hex::encode(&verifier.0), "ed78c879ca5344700ff3dfa47e92c2c7e0106fdb092f250254c6558368b3e597");
    let signature = signer.sign(Subject::Backup, b"digest");
    let kept = "cff01d9e294c6d8334a0e00e876a85658721b0b3506dd102dc719d52729a2759\
        5502fe6095c6a2d7fa11cb60290e9becb112c28c5de44ac2e99c70881b5aa007";
    assert_eq!(format!("{signature:?}"), kept);
    assert_eq!(verifier.verify(Subject::Backup, b"digest", &signature), Ok(()));
}
