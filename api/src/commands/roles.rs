//! `roles`: the register of rights as a document, in Polish and English, made of what the rooms declare. `docs/guide/roles.md`
//! is what it prints; a test compares the two.

use std::fmt::Write as _;

use entities::ROOMS;
use entities::accounts::roles::scopes_of;
use entities::rooms::rights;
use entities::shared::actor::Role;
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;

/// The document.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(
        "# Role i uprawnienia / Roles and rights\n\nMade by `zwornik roles` from what the rooms declare; do not edit. A role \
         counts within the scope in which it is held.\n",
    );
    for lang in [Language::Polish, Language::English] {
        in_language(&mut text, lang);
    }
    text
}

fn in_language(text: &mut String, lang: Language) {
    let say = |polish: &'static str, english: &'static str| match lang {
        Language::Polish => polish,
        Language::English => english,
    };
    // Writing to a string does not fail.
    let _ = writeln!(text, "\n## {}\n\n### {}\n", say("Po polsku", "In English"), say("Role", "Roles"));
    let _ = writeln!(
        text,
        "| {} | {} | {} |",
        say("rola", "role"),
        say("zakres", "scope"),
        say("uprawnienia", "rights")
    );
    let _ = writeln!(text, "| --- | --- | --- |");
    for role in Role::ALL.iter().copied() {
        let scopes: Vec<&str> = scopes_of(role).iter().map(|scope| scope.label(lang)).collect();
        let held = rights().filter(|right| right.roles.contains(&role));
        let held: Vec<&str> = held.map(|right| right.words.say(lang)).collect();
        let none = say("(bez nadania: każdy, kto ma konto)", "(without a grant: everybody with an account)");
        let scopes = if scopes.is_empty() { none.to_owned() } else { scopes.join(", ") };
        let held = if held.is_empty() { "–".to_owned() } else { held.join("<br>") };
        let _ = writeln!(text, "| {} | {scopes} | {held} |", role.label(lang));
    }
    let _ = writeln!(text, "\n### {}\n", say("Uprawnienia", "Rights"));
    let head = (say("pokój", "room"), say("uprawnienie", "right"), say("role", "roles"));
    let _ = writeln!(text, "| {} | {} | {} |\n| --- | --- | --- |", head.0, head.1, head.2);
    for room in ROOMS {
        for right in room.rights {
            let mut who: Vec<&str> = right.roles.iter().map(|role| role.label(lang)).collect();
            if right.own {
                who.push(say("osoba, której to dotyczy", "the person concerned"));
            }
            let _ = writeln!(
                text,
                "| {} | `{}` {} | {} |",
                room.name,
                right.name,
                right.words.say(lang),
                who.join(", ")
            );
        }
    }
    let _ = writeln!(text, "\n### {}\n", say("Kto co widzi", "Who sees what"));
    let head = (say("pokój", "room"), say("kto", "who"), say("co", "what"));
    let _ = writeln!(text, "| {} | {} | {} |\n| --- | --- | --- |", head.0, head.1, head.2);
    for room in ROOMS {
        for sight in room.sights {
            let _ = writeln!(text, "| {} | {} | {} |", room.name, sight.who.say(lang), sight.what.say(lang));
        }
    }
}
