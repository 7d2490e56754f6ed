//! What is written to those who speak for an office or manage a project when a partnership begins, ends or takes the lead,
//! in Polish and English. Pure. Without a link: whoever answers logs in.

use entities::accounts::letters::Partnered;
use entities::shared::language::{Language, Words};

use entities::mail::letter::{Block, Letter};
use entities::mail::phrases::{greeting, signature};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The office is invited into a project.
    Invited,
    /// The installation's administrator has agreed for the office.
    Entered,
    /// The office has accepted.
    Accepted,
    /// The office has refused.
    Refused,
    /// The office has left.
    Left,
    /// The lead has ended the partnership, or taken the invitation back.
    Removed,
    /// The office is asked to take the lead.
    LeadOffered,
    /// The office has taken the lead.
    LeadPassed,
    /// The office does not take the lead, or the offer was taken back.
    LeadRefused,
}

/// A letter about a step of a partnership.
pub fn letter(step: Step, facts: &Partnered, lang: Language) -> Letter {
    let which = match lang {
        Language::Polish => format!("Projekt: „{}”. Partner: {}.", facts.project, facts.partner),
        Language::English => format!("Project: {}. Partner: {}.", facts.project, facts.partner),
    };
    Letter {
        language: lang,
        subject: subject(step).say(lang).into(),
        blocks: vec![
            Block::Text(greeting(lang).into()),
            Block::Text(what(step).say(lang).into()),
            Block::Text(which),
            signature(lang),
        ],
    }
}

const fn subject(step: Step) -> Words {
    match step {
        Step::Invited => Words::new("Zaproszenie do partnerstwa w projekcie", "An invitation into a project"),
        Step::Entered => {
            Words::new("Urząd został wpisany do projektu", "Your office was entered into a project")
        }
        Step::Accepted => {
            Words::new("Partner przyjął zaproszenie do projektu", "A partner has joined the project")
        }
        Step::Refused => {
            Words::new("Odmowa udziału w projekcie", "A partner has refused to join the project")
        }
        Step::Left => Words::new("Partner wystąpił z projektu", "A partner has left the project"),
        Step::Removed => {
            Words::new("Koniec partnerstwa w projekcie", "The partnership in a project has ended")
        }
        Step::LeadOffered => {
            Words::new("Propozycja przejęcia roli lidera projektu", "Your office is asked to lead a project")
        }
        Step::LeadPassed => Words::new("Projekt ma nowego lidera", "The project has a new lead"),
        Step::LeadRefused => {
            Words::new("Rola lidera projektu pozostaje bez zmian", "The lead of the project stays as it is")
        }
    }
}

const fn what(step: Step) -> Words {
    match step {
        Step::Invited => Words::new(
            "urząd został zaproszony do partnerstwa w projekcie. Dopóki administrator urzędu nie przyjmie zaproszenia, urząd nie \
             ma udziału w projekcie, a projekt nie ma wglądu w dane urzędu. Odpowiedzi można udzielić po zalogowaniu.",
            "your office is invited into a project. Until its administrator accepts, the office has no part in the project, and the \
             project sees nothing of the office. Log in to answer.",
        ),
        Step::Entered => Words::new(
            "administrator instalacji wpisał urząd do projektu w jego imieniu. Powód widać po zalogowaniu. Jeśli to pomyłka, \
             partner może wystąpić z projektu, a rolę lidera można przekazać.",
            "the administrator of the installation has entered your office into a project on its behalf. Log in to read the \
             reason. If that is a mistake, a partner may leave, and the lead may be passed on.",
        ),
        Step::Accepted => Words::new(
            "partner przyjął zaproszenie i od teraz uczestniczy w projekcie.",
            "the partner has accepted and takes part in the project from now on.",
        ),
        Step::Refused => Words::new(
            "zaproszony partner odmówił udziału w projekcie.",
            "the partner that was invited has refused to take part in the project.",
        ),
        Step::Left => Words::new(
            "partner wystąpił z projektu. Role nadane u tego partnera już nie działają, a jego dane pozostają jego danymi.",
            "the partner has left the project. Roles at it count no more; its data stays its own.",
        ),
        Step::Removed => Words::new(
            "lider zakończył partnerstwo albo wycofał zaproszenie. Role nadane u tego partnera już nie działają, a jego dane \
             pozostają jego danymi. Powód widać po zalogowaniu.",
            "the lead has ended the partnership, or taken the invitation back. Roles at the partner count no more; its data stays \
             its own. Log in to read the reason.",
        ),
        Step::LeadOffered => Words::new(
            "lider projektu proponuje, aby urząd przejął rolę lidera. Nic się nie zmieni, dopóki administrator urzędu się nie \
             zgodzi. Odpowiedzi można udzielić po zalogowaniu.",
            "the lead of a project asks your office to take the lead. Nothing changes until the office's administrator agrees. Log \
             in to answer.",
        ),
        Step::LeadPassed => Words::new(
            "partner przejął rolę lidera. Role nadane w całym projekcie są odtąd rolami u dotychczasowego lidera.",
            "the partner has taken the lead. Roles at the whole project are roles at the former lead from now on.",
        ),
        Step::LeadRefused => Words::new(
            "partner nie przejmie roli lidera: odmówił albo propozycja została wycofana.",
            "the partner does not take the lead: it has refused, or the offer was taken back.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_step_is_told_in_its_own_words_and_names_project_and_partner() {
        let facts = Partnered {
            email: "a@x.pl".into(),
            project: "Kooperacja w regionie".into(),
            partner: "ROPS w Olsztynie".into(),
        };
        let mut told = HashSet::new();
        for lang in [Language::Polish, Language::English] {
            for step in [
                Step::Invited,
                Step::Entered,
                Step::Accepted,
                Step::Refused,
                Step::Left,
                Step::Removed,
                Step::LeadOffered,
                Step::LeadPassed,
                Step::LeadRefused,
            ] {
                let letter = letter(step, &facts, lang);
                let text = letter.plain();
                assert!(text.contains(&facts.project) && text.contains(&facts.partner), "{text}");
                assert!(!text.contains("http"), "{text}");
                assert!(told.insert(letter.subject) && told.insert(text));
            }
        }
    }
}
