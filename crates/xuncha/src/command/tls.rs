//! `xuncha tls init`: a certificate authority of the office's own, and a certificate for the server.
//!
//! For an intranet without public names. Browsers trust the server once the authority's certificate is installed on
//! the office's machines (docs/operations.md says how). The authority may vouch for nothing but the names given.

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::folder;
use crate::terminal::Terminal;
use clap::{Args, Subcommand};
use kernel::time::SystemClock;
use kernel::{Clock, Day, Message};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use serde_json::json;
use std::net::IpAddr;
use std::path::Path;

/// How long the authority lasts, in days.
const AUTHORITY_DAYS: i64 = 3_650;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    #[command(about = "cli-tls-init")]
    Init {
        #[arg(long = "name", value_name = "NAME", required = true, help = "cli-tls-name")]
        names: Vec<String>,
        // Browsers refuse certificates that live longer.
        #[arg(long, value_name = "N", default_value_t = 825, value_parser = clap::value_parser!(u16).range(1..=825), help = "cli-tls-days")]
        days: u16,
    },
}

/// Makes both certificates; an authority that exists is used again, so that it need not be installed anew.
pub(crate) fn run(common: &Common, arguments: &Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let What::Init { names, days } = &arguments.what;
    let settings = common.settings(Vec::new())?;
    // The answer is pasted into a file that may lie elsewhere.
    let tls = settings.folder().tls();
    let tls = std::path::absolute(&tls).map_err(|e| Failure::file(&tls, &e))?;
    folder::make_folder(&tls)?;
    let today = SystemClock.now().day(settings.offset);
    let authority = authority(&tls, names, today)?;
    let key = KeyPair::generate().map_err(Failure::defect)?;
    let params = server(names, today, i64::from(*days))?;
    let certificate = params.signed_by(&key, &authority).map_err(Failure::defect)?;
    folder::replace(&tls.join("server.key"), &key.serialize_pem())?;
    folder::replace(&tls.join("server.pem"), &certificate.pem())?;
    let until = today.plus_days(i64::from(*days));
    let path = |name: &str| tls.join(name).display().to_string();
    let answer = json!({
        "authority": path("authority.pem"), "certificate": path("server.pem"), "key": path("server.key"),
        "until": until,
    });
    terminal.answer(&answer, || {
        let made = Message::new("cli-tls-made").with("names", names.join(", ")).with("until", until);
        let trust = Message::new("cli-tls-trust").with("path", path("authority.pem"));
        let settings = [
            "[tls]".to_owned(),
            format!("certificate = \"{}\"", path("server.pem")),
            format!("key = \"{}\"", path("server.key")),
        ];
        let mut lines = vec![terminal.say(&made), terminal.say(&trust), terminal.words("cli-tls-config")];
        lines.extend(settings.iter().map(|l| format!("    {l}")));
        lines
    })?;
    Ok(Exit::Done)
}

/// The authority of the folder, made when there is none.
fn authority(tls: &Path, names: &[String], today: Day) -> Result<Issuer<'static, KeyPair>, Failure> {
    let [certificate, key, known] =
        ["authority.pem", "authority.key", "authority.names"].map(|n| tls.join(n));
    let text = |path: &Path| std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e));
    if certificate.exists() {
        let known = text(&known)?;
        require_known(names, &known)?;
        let pair = KeyPair::from_pem(&text(&key)?).map_err(Failure::defect)?;
        let known: Vec<String> = known.lines().map(str::to_owned).collect();
        return Ok(Issuer::new(authority_params(&pair, &known, today)?, pair));
    }
    let pair = KeyPair::generate().map_err(Failure::defect)?;
    let params = authority_params(&pair, names, today)?;
    let made = params.self_signed(&pair).map_err(Failure::defect)?;
    folder::replace(&key, &pair.serialize_pem())?;
    folder::replace(&known, &names.join("\n"))?;
    folder::replace(&certificate, &made.pem())?;
    Ok(Issuer::new(params, pair))
}

/// An authority that exists vouches for the names it was made for and no other.
fn require_known(names: &[String], known: &str) -> Result<(), Failure> {
    if names.iter().all(|name| known.lines().any(|k| k == name)) {
        return Ok(());
    }
    let message =
        Message::new("cli-tls-other-names").with("names", known.lines().collect::<Vec<_>>().join(", "));
    Err(Failure::new(Exit::Refused, message))
}

/// Made of the key alone, so that the same authority is put together again from its files.
fn authority_params(pair: &KeyPair, names: &[String], today: Day) -> Result<CertificateParams, Failure> {
    let mut params = CertificateParams::new(Vec::new()).map_err(Failure::defect)?;
    let short: String = pair.public_key_raw().iter().rev().take(4).map(|b| format!("{b:02x}")).collect();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("xuncha {short}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted(names), excluded_subtrees: Vec::new() });
    valid(&mut params, today, AUTHORITY_DAYS);
    Ok(params)
}

/// The authority's key is worth stealing only for these names.
fn permitted(names: &[String]) -> Vec<GeneralSubtree> {
    let of = |name: &String| match name.parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) => GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(v4.octets(), 32)),
        Ok(IpAddr::V6(v6)) => GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(v6.octets(), 128)),
        Err(_) => GeneralSubtree::DnsName(name.clone()),
    };
    names.iter().map(of).collect()
}

fn server(names: &[String], today: Day, days: i64) -> Result<CertificateParams, Failure> {
    let wrong =
        |_| Failure::new(Exit::Refused, Message::new("cli-tls-name-wrong").with("names", names.join(", ")));
    let mut params = CertificateParams::new(names.to_vec()).map_err(wrong)?;
    params.distinguished_name = DistinguishedName::new();
    if let Some(first) = names.first() {
        params.distinguished_name.push(DnType::CommonName, first.clone());
    }
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    valid(&mut params, today, days);
    Ok(params)
}

/// From yesterday, for machines whose clocks are behind.
fn valid(params: &mut CertificateParams, today: Day, days: i64) {
    let at = |day: Day| date_time_ymd(day.year(), day.month(), day.day_of_month());
    params.not_before = at(today.plus_days(-1));
    params.not_after = at(today.plus_days(days));
}
