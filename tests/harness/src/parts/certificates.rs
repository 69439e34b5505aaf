//! Authorities of our own, and what they sign.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::tool::OPENSSL;

const KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const DAYS: [&str; 2] = ["-days", "365"];

/// A folder of keys and certificates as PEM: `<name>.key` and `<name>.crt`.
#[derive(Clone, Debug)]
pub struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    /// In this folder, which is made if need be.
    pub fn new(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
        let folder = folder.to_owned();
        Ok(Self { folder })
    }

    /// Makes an authority.
    pub fn authority(&self, name: &str, subject: &str) -> Result<()> {
        let (key, target) = (format!("{name}.key"), format!("{name}.crt"));
        let mut arguments = vec!["req", "-x509", "-subj", subject, "-keyout", &key, "-out", &target];
        arguments.extend(KEY.iter().chain(&DAYS));
        arguments.extend(["-addext", "basicConstraints=critical,CA:TRUE"]);
        arguments.extend(["-addext", "keyUsage=critical,keyCertSign,cRLSign"]);
        self.openssl(&arguments)
    }

    /// Makes what that authority signed, for a server of these names (`DNS:…,IP:…`) or, without any, a
    /// client.
    pub fn signed(&self, authority: &str, name: &str, subject: &str, names: &str) -> Result<()> {
        let [key, request, target] = ["key", "csr", "crt"].map(|kind| format!("{name}.{kind}"));
        let names = format!("subjectAltName={names}");
        let mut arguments = vec!["req", "-subj", subject, "-keyout", &key, "-out", &request];
        arguments.extend(KEY);
        arguments.extend(["-addext", "extendedKeyUsage=serverAuth,clientAuth"]);
        if !names.ends_with('=') {
            arguments.extend(["-addext", &names]);
        }
        self.openssl(&arguments)?;
        let [by, by_key] = ["crt", "key"].map(|kind| format!("{authority}.{kind}"));
        let mut arguments = vec!["x509", "-req", "-in", &request, "-CA", &by, "-CAkey", &by_key];
        arguments.extend(["-CAcreateserial", "-copy_extensions", "copy", "-out", &target]);
        arguments.extend(DAYS);
        self.openssl(&arguments)
    }

    /// Runs `openssl` in the folder.
    pub fn openssl(&self, arguments: &[&str]) -> Result<()> {
        OPENSSL.run(OPENSSL.command().args(arguments).current_dir(&self.folder))
    }

    /// What is in one of the files.
    pub fn read(&self, file: &str) -> Result<String> {
        fs::read_to_string(self.folder.join(file)).with_context(|| format!("read {file}"))
    }
}
