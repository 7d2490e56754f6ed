//! `docs/rules.md` speaks of what is there: rules that the code cites, files, functions, mutations, jobs and tests.
//!
//! A name in that document stands between backticks: `folder/file.rs`, `folder/file.rs:function`,
//! `folder/file.rs::test`. Where it says on which paths a rule must hold, `enrolPerson` is a field of the schema and
//! `jobs.sweep` a kind of job.

use std::collections::BTreeSet;
use std::fs;

use super::{root, sources};

/// How many rules there are.
const RULES: usize = 24;

fn document() -> String {
    fs::read_to_string(root().join("docs/rules.md")).unwrap()
}

/// The numbers of the rules with what the document says of each.
fn written() -> Vec<(usize, String)> {
    let text = document();
    let rules = text.split("\n### ").skip(1).filter_map(|rule| {
        let (number, body) = rule.split_once(". ")?;
        Some((number.parse().ok()?, body.split("\n## ").next().unwrap_or_default().to_owned()))
    });
    rules.collect()
}

/// What stands between backticks.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The lines of a rule that begin with these words, up to the next item.
fn item(text: &str, words: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with(words));
    let (first, rest) = (lines.clone().take(1), lines.skip(1));
    first.chain(rest.take_while(|line| line.starts_with("  "))).collect::<Vec<_>>().join("\n")
}

/// Numbers that follow the words in one text: `3`, `1 and 2`, `3, 4 and 5`.
fn cited(text: &str) -> BTreeSet<usize> {
    let text = text.to_lowercase();
    let ends = text.match_indices("hard rule").map(|(at, words)| at + words.len());
    let lists = ends.map(|end| text[end..].trim_start_matches('s'));
    lists.flat_map(numbers).collect()
}

fn numbers(list: &str) -> Vec<usize> {
    let mut found = vec![];
    let mut words = list.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let Ok(number) = word.trim_end_matches(|c: char| !c.is_ascii_digit()).parse() else { break };
        found.push(number);
        // The list goes on behind a comma or an `and`.
        if words.next_if_eq(&"and").is_none() && !word.ends_with(',') {
            break;
        }
    }
    found
}

/// A file as one line: comments wrap between a word and its number.
fn unwrapped(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_start_matches(['/', '!', '#', '>', '*', ' ']));
    lines.collect::<Vec<_>>().join(" ")
}

/// Whether a file of Rust has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let named = |line: &str| {
        let line = line.strip_prefix("async ").unwrap_or(line);
        line.strip_prefix("fn ").is_some_and(|rest| rest.starts_with(&format!("{name}(")))
    };
    let at = lines.iter().position(|line| named(line));
    // In `proptest!` the attribute stands above each test, too.
    let attributes = |at: usize| lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
    at.is_some_and(|at| attributes(at).any(|line| line.contains("test")))
}

/// Whether a file of Rust declares this name.
fn declares(text: &str, name: &str) -> bool {
    let words = ["fn ", "const ", "struct ", "enum ", "macro_rules! "];
    text.lines().any(|line| {
        words.iter().any(|word| {
            line.split_once(word).is_some_and(|(_, rest)| {
                rest.strip_prefix(name)
                    .is_some_and(|after| after.starts_with(|c: char| !c.is_alphanumeric() && c != '_'))
            })
        })
    })
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let read = |text| cited(text).into_iter().collect::<Vec<_>>();
    assert_eq!(read("Hard rules 1 and 2."), [1, 2]);
    assert_eq!(read("(hard rules 3, 4 and 15), beside 7 others"), [3, 4, 15]);
    assert_eq!(read("hard rule 13 names the sign; a hard rule, 5"), [13]);
    assert_eq!(read("Hard rule 3: 100 × minutes; hard rule 6 7 times"), [3, 6]);
    assert_eq!(read(&unwrapped("//! a hard\n//! rule 12 of all")), [12]);
}

#[test]
fn every_hard_rule_is_written_down_and_says_where_it_holds() {
    let rules = written();
    assert_eq!(rules.iter().map(|(n, _)| *n).collect::<Vec<_>>(), (1..=RULES).collect::<Vec<_>>());
    for (n, text) in rules {
        let has = |part: &str| text.lines().any(|line| line.starts_with(part));
        let built = ["- Decided in:", "- Must hold on:"].iter().all(|part| has(part));
        let tested = has("- Tests:") || has("- Not yet:");
        assert!(has("- Not built yet:") || built && tested, "rule {n} lacks a part");
    }
}

#[test]
fn every_hard_rule_that_is_cited_is_written_down() {
    let known: BTreeSet<usize> = written().into_iter().map(|(n, _)| n).collect();
    let mut found = 0;
    for source in sources().iter().filter(|source| !source.path.ends_with("tidy/rules.rs")) {
        let cited = cited(&unwrapped(&source.text));
        found += cited.len();
        let unknown: Vec<_> = cited.difference(&known).collect();
        assert!(unknown.is_empty(), "{} cites {unknown:?}", source.path);
    }
    assert!(found >= 15, "citations are read: {found}");
}

#[test]
fn what_the_rules_name_is_there() {
    let text = document();
    let mut wrong = vec![];
    let mut tests = 0;
    for name in names(&text) {
        let Some(at) = name.find(".rs") else { continue };
        let (path, rest) = name.split_at(at + ".rs".len());
        let file = fs::read_to_string(root().join(path)).unwrap_or_default();
        let is_there = match rest
            .strip_prefix("::")
            .map(|test| (true, test))
            .or(rest.strip_prefix(':').map(|n| (false, n)))
        {
            Some((true, test)) => {
                tests += 1;
                has_test(&file, test)
            }
            Some((false, item)) => declares(&file, item),
            None => !file.is_empty(),
        };
        if !is_there {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tests > 60, "tests are read: {tests}");
}

#[test]
fn paths_on_which_rules_hold_are_mutations_and_jobs_that_exist() {
    let schema = fs::read_to_string(root().join("schema.graphql")).unwrap();
    let all = sources();
    let is_field = |name: &str| schema.lines().any(|line| line.trim().starts_with(&format!("{name}(")));
    let is_job = |kind: &str| {
        let declared = format!("\"{kind}\"");
        all.iter().any(|source| source.member() == "entities" && source.text.contains(&declared))
    };
    let mut wrong = vec![];
    let rules = written();
    for (n, text) in &rules {
        for name in names(&item(text, "- Must hold on:")) {
            let is_path = name.contains(".rs") || name.starts_with('/') || name.starts_with("zwornik ");
            if !is_path && !is_field(name) && !is_job(name) {
                wrong.push(format!("{n}: {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
