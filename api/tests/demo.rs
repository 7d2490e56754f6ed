//! `zwornik demo` as a newcomer starts it: the real program, a folder, a port.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where what it stands on fails")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("zwornik pokaż {} {name}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        Self(path)
    }

    fn program(&self) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_zwornik"));
        program.env_remove("DATABASE_URL").env_remove("ZWORNIK_LISTEN").env("ZWORNIK_DATA_DIR", &self.0);
        program.stdin(Stdio::null()).stdout(Stdio::null());
        program
    }

    /// Runs the demonstration on a free port until `demo.json` holds that it listens, then ends it.
    fn run(&self) {
        let mut demo = self.program().args(["demo", "--listen", "127.0.0.1:0"]).spawn().unwrap();
        let begun = Instant::now();
        let before = fs::metadata(self.0.join("demo.json")).and_then(|file| file.modified()).ok();
        let written = || fs::metadata(self.0.join("demo.json")).and_then(|file| file.modified()).ok();
        // Another port each time: the file is written again, with another endpoint and nothing else.
        while written() == before {
            assert!(demo.try_wait().unwrap().is_none(), "the demonstration ended by itself");
            assert!(begun.elapsed() < Duration::from_secs(300), "the demonstration is not ready");
            std::thread::sleep(Duration::from_millis(100));
        }
        end(&mut demo);
    }

    fn summary(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.0.join("demo.json")).unwrap()).unwrap()
    }

    /// Every document with its bytes.
    fn documents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut found, mut folders) = (BTreeMap::new(), vec![self.0.join("documents")]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        found
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// SIGTERM ends it cleanly within five seconds.
fn end(demo: &mut Child) {
    let asked = Command::new("kill").args(["-TERM", &demo.id().to_string()]).status().unwrap();
    assert!(asked.success());
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = demo.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > Duration::from_secs(5) {
            demo.kill().unwrap();
            panic!("the demonstration did not end within five seconds");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success(), "{status}");
}

fn refused(output: Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(why), "{said}");
}

#[test]
fn a_second_run_changes_no_document_and_gives_the_same_secrets() {
    let folder = Folder::new("twice");
    folder.run();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder.0.join("demo.json")), 0o600);
    assert_eq!(mode(&folder.0.join("keys/demo-secrets.json")), 0o600);
    let (mut first, documents) = (folder.summary(), folder.documents());
    for role in
        ["SYS_ADMIN", "PROJECT_MANAGER", "COORDINATOR", "TRAINER", "PILOT_WORKER", "PARTICIPANT", "AUDITOR"]
    {
        assert!(first["tokens"][role].as_str().is_some_and(|token| token.starts_with("zw_t_")), "{role}");
    }
    let listed = ["certificates", "reports"].map(|list| first[list].as_array().unwrap().clone()).concat();
    assert!(listed.len() > 80);
    for one in listed {
        assert!(documents.contains_key(&folder.0.join(one["file"].as_str().unwrap())), "{one}");
    }

    tells_the_pilot(&first, &folder, &documents);

    folder.run();
    let mut second = folder.summary();
    assert_ne!(first["endpoint"], second["endpoint"]);
    (first["endpoint"], second["endpoint"]) = (serde_json::Value::Null, serde_json::Value::Null);
    assert!(first == second, "demo.json differs beyond the port");
    assert!(documents == folder.documents(), "a document differs");
}

#[test]
fn nights_take_nothing_from_a_demonstration() {
    let folder = Folder::new("night");
    let mut demo = folder.program().args(["demo", "--listen", "127.0.0.1:0"]).spawn().unwrap();
    let begun = Instant::now();
    while !folder.0.join("demo.json").exists() {
        assert!(demo.try_wait().unwrap().is_none(), "the demonstration ended by itself");
        assert!(begun.elapsed() < Duration::from_secs(300), "the demonstration is not ready");
        std::thread::sleep(Duration::from_millis(100));
    }
    let documents = folder.documents();
    // The clockwork ticks every half minute, and last night's clean-up is due at the first tick.
    std::thread::sleep(Duration::from_secs(33));
    end(&mut demo);
    assert!(documents == folder.documents(), "a document differs");
    let due = folder.program().args(["retention", "--dry-run"]).stdout(Stdio::piped()).output().unwrap();
    let told = String::from_utf8_lossy(&due.stdout).into_owned();
    let people =
        told.lines().find(|line| line.starts_with("osoby bez konta")).unwrap_or_else(|| panic!("{told}"));
    assert!(people.chars().any(|c| ('1'..='9').contains(&c)), "{told}");
}

/// Five gminas and three powiats with somebody who measures there, and two reports with their figures as CSV.
fn tells_the_pilot(summary: &serde_json::Value, folder: &Folder, documents: &BTreeMap<PathBuf, Vec<u8>>) {
    let accounts = summary["accounts"].as_array().unwrap();
    let workers: Vec<_> = accounts.iter().filter(|account| account["role"] == "PILOT_WORKER").collect();
    assert_eq!(workers.len(), 8);
    assert!(workers.iter().all(|worker| worker["scopes"][0]["kind"] == "SITE"));
    let title = "Raport podsumowujący pilotaż modelu kooperacji dla gmin miejsko-wiejskich – stan na ";
    for (n, day) in ["31 stycznia 2021 r.", "29 marca 2021 r."].into_iter().enumerate() {
        let report = &summary["reports"][n];
        assert_eq!(report["title"], format!("{title}{day}"));
        assert!(documents[&folder.0.join(report["file"].as_str().unwrap())].starts_with(b"%PDF-"));
    }
    let figures: Vec<String> = documents
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|ending| ending == "csv"))
        .map(|(_, bytes)| String::from_utf8(bytes.clone()).unwrap())
        .collect();
    assert_eq!(figures.len(), 2);
    let with = |text: &str| figures.iter().filter(|csv| csv.contains(text)).count();
    // Both know the slip only as it was put right; what was approved late is in the later one alone.
    assert_eq!(with("pomiar;W1;Rodziny ze wspólnym planem;gmina Sulechów;III kw. 2019;7;rodz.;"), 2);
    assert_eq!(with("pomiar;W1;Rodziny ze wspólnym planem;gmina Lubsko;IV kw. 2020;;rodz.;"), 1);
    assert_eq!(with("pomiar;W1;Rodziny ze wspólnym planem;gmina Szprotawa;IV kw. 2020;;rodz.;"), 2);
    // Something good, something bad, something in between.
    for verdict in ["cel osiągnięty", "w drodze do celu", "cel się oddalił"] {
        assert_eq!(with(&format!(";{verdict}\r\n")), 2, "{verdict}");
    }
}

#[test]
fn what_others_reach_and_what_is_not_its_own_is_refused() {
    let folder = Folder::new("refused");
    let open = folder.program().args(["demo", "--listen", "0.0.0.0:0"]).output().unwrap();
    refused(open, "tylko na tym komputerze");
    assert!(!folder.0.exists());

    assert!(folder.program().arg("migrate").status().unwrap().success());
    let register = folder.0.join("terc.csv");
    let lines = "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n";
    let codes = (1..=16).map(|n| format!("{:02};;;;WOJEWÓDZTWO {n};województwo;2020-01-01\n", n * 2));
    fs::write(&register, lines.to_owned() + &codes.collect::<String>()).unwrap();
    assert!(folder.program().args(["import", "terc"]).arg(&register).status().unwrap().success());
    let before = fs::metadata(folder.0.join("zwornik.sqlite")).unwrap().modified().unwrap();
    let foreign = folder.program().args(["demo", "--listen", "127.0.0.1:0"]).output().unwrap();
    refused(foreign, "coś innego niż pokaz");
    assert!(!folder.0.join("demo.json").exists() && !folder.0.join("keys/demo-secrets.json").exists());
    assert_eq!(before, fs::metadata(folder.0.join("zwornik.sqlite")).unwrap().modified().unwrap());
}
