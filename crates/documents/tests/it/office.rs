//! LibreOffice, as the other program that opens what is exported.

use std::process::Command;

/// A spreadsheet as LibreOffice saves it after opening it. `name` keeps tests apart that run at the same time.
pub(crate) fn saved_by_another_program(name: &str, bytes: &[u8]) -> Vec<u8> {
    let folder = std::env::temp_dir().join(format!("xuncha-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("out")).unwrap();
    std::fs::write(folder.join("list.xlsx"), bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let output = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .args([folder.join("out"), folder.join("list.xlsx")])
        .output()
        .unwrap_or_else(|error| panic!("LibreOffice (soffice) is needed, checks/install brings it: {error}"));
    assert!(output.status.success(), "{output:?}");
    let saved = std::fs::read(folder.join("out/list.xlsx")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    saved
}
