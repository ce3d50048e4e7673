//! The program as a service: on a fresh folder, over TLS, to its end.

use crate::program::Program;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

#[tokio::test]
async fn a_fresh_folder_serves_at_once_and_says_where_set_up_is() {
    let program = Program::fresh();
    let serving = program.serve(&["serve"]);
    let set_up = serving.said["set_up"].clone();
    let code = set_up["code"].as_str().unwrap();
    assert!(code.starts_with("xc1_"));
    assert_eq!(set_up["address"], format!("{}set-up?code={code}", serving.address()));
    let answer = reqwest::get(serving.address()).await.unwrap();
    assert_eq!(answer.status(), 200, "no session is needed for the first page");
    // The sheet comes with set-up: to whoever has the code, and with no lock before it was typed back.
    let page = reqwest::get(set_up["address"].as_str().unwrap()).await.unwrap().text().await.unwrap();
    assert!(page.contains("xuncha init --recover"), "{page}");
    assert!(!program.data().join("data/recovery.lock").exists());
    assert_eq!(serving.ask_to_end(), 0);
    // The second start makes nothing anew.
    let key = std::fs::read(program.data().join("keys/instance.key")).unwrap();
    let again = program.serve(&["serve"]);
    assert_ne!(again.said["set_up"]["code"], code, "a code is for one start");
    assert_eq!(std::fs::read(program.data().join("keys/instance.key")).unwrap(), key);
}

#[test]
fn plain_http_stays_on_this_machine() {
    let program = Program::fresh();
    let ran = program.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("xuncha tls init") && ran.err.contains("--proxy"), "{ran:?}");
    assert!(!program.data().exists(), "refused before anything was made");
    let demo = program.run(&["demo", "--listen", "0.0.0.0:0"]);
    assert_eq!(demo.code, 3, "{demo:?}");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = Program::practice().run(&["serve", "--listen", &address]);
    assert_eq!(ran.code, 5, "{ran:?}");
    assert!(ran.err.contains(&address), "{ran:?}");
}

#[tokio::test]
async fn behind_a_named_proxy_only_the_proxy_and_this_machine_are_let_in() {
    let program = Program::practice();
    let serving = program.serve(&["serve", "--proxy", "192.0.2.10"]);
    assert_eq!(reqwest::get(serving.address()).await.unwrap().status(), 200);
    let unknown = program.run(&["serve", "--proxy", "no-such-host.invalid"]);
    assert_eq!(unknown.code, 2, "{unknown:?}");
}

#[tokio::test]
async fn the_local_authority_vouches_for_the_server() {
    let program = Program::practice();
    program.run(&["tls", "init", "--name", "localhost", "--name", "127.0.0.1"]).well();
    let tls = program.data().join("tls");
    let file = |name: &str| tls.join(name).display().to_string();
    let (certificate, key) = (file("server.pem"), file("server.key"));
    let serving = program.serve(&["serve", "--tls-certificate", &certificate, "--tls-key", &key]);
    let address = serving.address().strip_prefix("https://").unwrap().trim_end_matches('/');
    let answer = over_tls(address.parse().unwrap(), &file("authority.pem")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // The authority is kept, so that it need not be installed anew.
    let before = std::fs::read(file("authority.pem")).unwrap();
    program.run(&["tls", "init", "--name", "localhost", "--days", "30"]).well();
    assert_eq!(std::fs::read(file("authority.pem")).unwrap(), before);
    let half = program.run(&["serve", "--tls-key", &key]);
    assert_eq!(half.code, 2, "{half:?}");
}

async fn over_tls(address: SocketAddr, authority: &str) -> String {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority).unwrap() {
        roots.add(certificate.unwrap()).unwrap();
    }
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    // The server may close without a farewell; what matters has arrived by then.
    let _closed = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
