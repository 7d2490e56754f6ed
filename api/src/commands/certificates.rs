//! `certificates check`: says without a network whether the text of a certificate's QR code is genuine, by published keys. It
//! opens no installation, so anybody may run it anywhere.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use entities::certificates::printed::day;
use entities::certificates::seal::{self, Facts, Opened, Refused};
use entities::shared::enums::Choice as _;
use entities::shared::language::{Language, Words};

use super::say;

/// What can be done with certificates.
#[derive(Subcommand, Debug)]
pub(super) enum What {
    /// Sprawdza bez sieci tekst z kodu QR zaświadczenia i wypisuje, co podpisano.
    Check {
        /// Tekst z kodu QR; „-” czyta go ze standardowego wejścia, bez śladu w historii poleceń.
        #[arg(value_name = "TEKST")]
        text: String,
        /// Plik kluczy pobrany z adresu /.well-known/zwornik-certificates.json wystawcy.
        #[arg(long, value_name = "PLIK")]
        keys: PathBuf,
        /// Język odpowiedzi.
        #[arg(long, value_enum, default_value_t, value_name = "JĘZYK")]
        lang: Lang,
    },
}

/// A language, as it is typed.
#[derive(ValueEnum, Clone, Copy, Debug, Default)]
pub(super) enum Lang {
    /// Polski
    #[default]
    Pl,
    /// English
    En,
}

/// The longest text that is read: several times what a QR code holds.
const MOST: u64 = 16_384;

/// Runs the command.
pub(super) fn run(what: What) -> anyhow::Result<()> {
    let What::Check { text, keys, lang } = what;
    let lang = match lang {
        Lang::Pl => Language::Polish,
        Lang::En => Language::English,
    };
    let text = if text == "-" { typed()? } else { text };
    match seal::open(&text, &read(&keys, lang)?) {
        Ok(opened) => {
            told(&opened, lang).iter().for_each(|line| say(line));
            Ok(())
        }
        Err(refused) => bail!("{}", why(&refused, lang)),
    }
}

fn typed() -> anyhow::Result<String> {
    let mut text = String::new();
    let read = std::io::stdin().take(MOST).read_to_string(&mut text);
    read.map(|_| text).context("Nie można odczytać standardowego wejścia")
}

fn read(path: &Path, lang: Language) -> anyhow::Result<Vec<[u8; 32]>> {
    let unread = Words::new("Nie można odczytać pliku kluczy", "The key file cannot be read:").say(lang);
    let text = std::fs::read_to_string(path).with_context(|| format!("{unread} {}", path.display()))?;
    let no_keys = Words::new("To nie jest plik opublikowanych kluczy:", "This is no file of published keys:");
    seal::keys_of(&text).with_context(|| format!("{} {}", no_keys.say(lang), path.display()))
}

fn told(opened: &Opened, lang: Language) -> Vec<String> {
    let Opened { facts, address, key, code: _ } = opened;
    let Facts { kind, number, name, training, when, issued_on, valid_until } = facts;
    let say = |polish, english| Words::new(polish, english).say(lang);
    let mut lines = vec![
        format!(
            "{} ({} {key}).",
            say("Podpis jest prawdziwy", "The signature is genuine"),
            say("klucz", "key")
        ),
        format!("{}: {name}", say("Imię i nazwisko", "Name")),
        format!("{}: {training}", say("Szkolenie", "Training")),
        format!("{}: {}", say("Rodzaj", "Kind"), kind.label(lang)),
        format!("{}: {when}", say("Daty i godziny", "Days and hours")),
        format!("{}: {number}", say("Numer", "Number")),
        format!("{}: {}", say("Data wydania", "Issued on"), day(lang, *issued_on)),
    ];
    if let Some(last) = valid_until {
        lines.push(format!("{}: {}", say("Ważne do", "Valid until"), day(lang, *last)));
    }
    let later = say(
        "Czy zaświadczenie później unieważniono albo skorygowano, wie tylko rejestr:",
        "Whether the certificate was revoked or corrected later is known to the register alone:",
    );
    lines.push(format!("{later} {address}"));
    lines
}

fn why(refused: &Refused, lang: Language) -> String {
    let words = match refused {
        Refused::Foreign => Words::new(
            "To nie jest tekst z kodu QR zaświadczenia.",
            "This is not the text of a certificate's QR code.",
        ),
        Refused::Unsealed => Words::new(
            "Ten kod QR nie ma podpisu: tak wydawano starsze zaświadczenia. Sprawdź je pod adresem, do którego prowadzi.",
            "This QR code has no signature: older certificates were issued so. Check them at the address to which it leads.",
        ),
        Refused::Cut => Words::new(
            "Tekst jest niepełny. Zeskanuj kod QR jeszcze raz.",
            "The text is incomplete. Please scan the QR code once more.",
        ),
        Refused::Form => Words::new(
            "Podpis ma postać, której ta wersja programu nie zna.",
            "The signature is of a form that this version of the program does not know.",
        ),
        Refused::UnknownKey(key) => {
            let words = Words::new(
                "W pliku nie ma klucza, którym to podpisano. Pobierz plik na nowo; jeśli nadal go nie ma, zaświadczenie podpisał \
                 ktoś inny. Klucz:",
                "The file does not have the key that signed this. Download it anew; if it still has not, somebody else signed \
                 the certificate. Key:",
            );
            return format!("{} {key}", words.say(lang));
        }
        Refused::Broken => Words::new(
            "Podpis nie jest prawdziwy: tekst zmieniono albo podpis pochodzi z innego zaświadczenia.",
            "The signature is not genuine: the text was changed, or the signature belongs to another certificate.",
        ),
    };
    words.say(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_is_told_apart_in_both_languages() {
        let all = [
            Refused::Foreign,
            Refused::Unsealed,
            Refused::Cut,
            Refused::Form,
            Refused::UnknownKey("q1w2".into()),
            Refused::Broken,
        ];
        for lang in [Language::Polish, Language::English] {
            let told: std::collections::BTreeSet<String> = all.iter().map(|one| why(one, lang)).collect();
            assert_eq!(told.len(), all.len());
        }
    }
}
