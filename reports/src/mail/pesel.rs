//! What is written to a person when a project notes their PESEL number, in Polish and English. Pure. Never the number, and no
//! link.

use entities::pesel::store::PeselLetter;
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;

use entities::mail::letter::{Block, Letter};
use entities::mail::phrases::{greeting, signature};

/// The letter.
pub fn letter(facts: &PeselLetter, lang: Language) -> Letter {
    let (basis, purpose) = (facts.basis.label(lang), facts.purpose.label(lang));
    let basis =
        facts.article.as_ref().map_or_else(|| basis.to_owned(), |article| format!("{basis}; {article}"));
    let (subject, what, which, rights) = match lang {
        Language::Polish => (
            "Twój numer PESEL w projekcie",
            "w projekcie, w którym uczestniczysz, zapisano Twój numer PESEL. Jest zaszyfrowany i widzą go tylko osoby uprawnione w \
             tym projekcie; każdy wgląd jest odnotowany.",
            format!("Projekt: „{}”. Cel: {purpose}. Podstawa: {basis}.", facts.project),
            "Po zalogowaniu widać, kto i kiedy odczytał numer. Jeśli numer został zapisany omyłkowo, prosimy zwrócić się do \
             organizatora szkolenia.",
        ),
        Language::English => (
            "Your PESEL number in a project",
            "a project in which you take part has noted your PESEL number. It is encrypted, and only those authorised in that \
             project see it; each look is recorded.",
            format!("Project: {}. Purpose: {purpose}. Basis: {basis}.", facts.project),
            "Log in to see who looked at it and when. If it was noted by mistake, please ask whoever organises the training.",
        ),
    };
    Letter {
        language: lang,
        subject: subject.into(),
        blocks: vec![
            Block::Text(greeting(lang).into()),
            Block::Text(what.into()),
            Block::Text(which),
            Block::Text(rights.into()),
            signature(lang),
        ],
    }
}

#[cfg(test)]
mod tests {
    use entities::partnerships::{PeselBasis, PeselPurpose};

    use super::*;

    #[test]
    fn a_letter_names_project_purpose_and_basis_and_holds_no_link() {
        let facts = PeselLetter {
            email: "a@x.pl".into(),
            project: "Kooperacja".into(),
            article: Some("art. 87 ustawy".into()),
            basis: PeselBasis::Consent,
            purpose: PeselPurpose::Settlement,
        };
        for lang in [Language::Polish, Language::English] {
            let text = letter(&facts, lang).plain();
            for told in ["Kooperacja", "art. 87 ustawy", facts.basis.label(lang), facts.purpose.label(lang)] {
                assert!(text.contains(told), "{text}");
            }
            assert!(!text.contains("http"), "{text}");
        }
    }
}
