//! Help and wrong command lines, in Polish. The parser of command lines speaks English alone: its help gets Polish
//! headings, its findings Polish sentences.

use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::say;

/// The parser's own words in help, and ours.
const WORDS: [(&str, &str); 13] = [
    ("Usage:", "Użycie:"),
    ("Commands:", "Polecenia:"),
    ("Arguments:", "Argumenty:"),
    ("Options:", "Opcje:"),
    ("[OPTIONS]", "[OPCJE]"),
    ("<COMMAND>", "<POLECENIE>"),
    (
        "Print this message or the help of the given subcommand(s)",
        "Wyświetla pomoc, także o podanym poleceniu",
    ),
    ("Print help (see more with '--help')", "Wyświetla pomoc (więcej: --help)"),
    ("Print help (see a summary with '-h')", "Wyświetla pomoc (w skrócie: -h)"),
    ("Print help", "Wyświetla pomoc"),
    ("Print version", "Wyświetla wersję"),
    ("[default: ", "[domyślnie: "),
    ("[possible values: ", "[do wyboru: "),
];

/// Says help, or what is wrong with the command line; answers the code to end with.
pub(super) fn tell(error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            say(in_our_words(&error.render().to_string()).trim_end());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            complain(in_our_words(&error.render().to_string()).trim_end());
            ExitCode::from(2)
        }
        _ => {
            complain(&format!("Błąd: {}\n\nPomoc: --help", sentence(error)));
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stderr, reason = "the command line's voice for failures")]
fn complain(text: &str) {
    eprintln!("{text}");
}

fn in_our_words(help: &str) -> String {
    WORDS.iter().fold(help.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

/// What is wrong, in one sentence.
fn sentence(error: &Error) -> String {
    let of = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let argument = of(ContextKind::InvalidArg);
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("nieznany argument {argument}."),
        ErrorKind::InvalidSubcommand => format!("nieznane polecenie {}.", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "brakuje polecenia.".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("brakuje argumentu {argument}."),
        ErrorKind::ArgumentConflict => {
            format!("argument {argument} nie może wystąpić razem z {}.", of(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue if of(ContextKind::InvalidValue).is_empty() => {
            format!("argument {argument} wymaga wartości.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("nieprawidłowa wartość „{}” argumentu {argument}{cause}.", of(ContextKind::InvalidValue))
        }
        ErrorKind::InvalidUtf8 => "argument nie jest tekstem UTF-8.".to_owned(),
        // Rare ones keep the parser's own words.
        _ => error.render().to_string().trim_start_matches("error: ").trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::super::Cli;
    use super::*;

    fn wrong(line: &[&str]) -> String {
        sentence(&Cli::try_parse_from(line).unwrap_err())
    }

    #[test]
    fn a_wrong_command_line_is_told_in_polish() {
        assert_eq!(wrong(&["zwornik", "demo", "--frob"]), "nieznany argument --frob.");
        assert_eq!(wrong(&["zwornik", "frob"]), "nieznane polecenie frob.");
        assert_eq!(wrong(&["zwornik", "import", "terc"]), "brakuje argumentu <FILE>.");
        let listen = wrong(&["zwornik", "demo", "--listen", "localhost"]);
        assert!(
            listen.starts_with("nieprawidłowa wartość „localhost” argumentu --listen <ADDRESS:PORT>: "),
            "{listen}"
        );
        assert_eq!(
            wrong(&["zwornik", "demo", "--listen"]),
            "argument --listen <ADDRESS:PORT> wymaga wartości."
        );
        let url = wrong(&["zwornik", "serve", "--public-url", "x"]);
        assert!(url.contains("potrzebny jest adres"), "{url}");
    }

    /// Every command and option says in Polish what it does.
    #[test]
    fn help_speaks_one_language() {
        fn walk(command: &mut clap::Command, seen: &mut usize) {
            let help = in_our_words(&command.render_long_help().to_string());
            for english in [" the ", " of ", " and ", "Usage", "Options", "Print", " is ", " are "] {
                assert!(!help.contains(english), "{}: {english:?}\n{help}", command.get_name());
            }
            *seen += 1;
            for inner in command.get_subcommands_mut() {
                walk(inner, seen);
            }
        }
        let (mut command, mut seen) = (Cli::command(), 0);
        command.build();
        walk(&mut command, &mut seen);
        assert!(seen > 20, "{seen}");
    }
}
