//! What is written to the owner of an account when something happened to it, in Polish and English. Pure. A notice
//! holds no link: nobody shall learn to follow links in such messages.

use chrono::{DateTime, Utc};
use entities::accounts::letters::Noticed;
use entities::shared::language::Language;

use entities::mail::letter::{Block, Letter};
use entities::mail::phrases::{greeting, moment, signature};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A second factor was switched on.
    SecondFactorOn,
    /// A second factor was turned off by the owner.
    SecondFactorOff,
    /// A second factor was taken away by whoever looks after the account.
    SecondFactorReset,
    /// An identity at a provider opens the account from now on.
    IdentityLinked,
    /// An identity opens the account no more.
    IdentityUnlinked,
    /// The address of a person changes.
    AddressChanged,
    /// The login address of an account changes.
    LoginChanged,
    /// The password was changed.
    PasswordChanged,
    /// A new API token was made.
    ApiTokenMade,
    /// Recovery codes were made anew.
    RecoveryCodesRenewed,
}

/// A notice to the owner of an account.
pub fn notice(happened: Happened, facts: &Noticed, at: DateTime<Utc>, lang: Language) -> Letter {
    let (subject, what, otherwise) = match lang {
        Language::Polish => (subject_pl(happened), what_pl(happened), otherwise_pl(happened)),
        Language::English => (subject_en(happened), what_en(happened), otherwise_en(happened)),
    };
    let when = match (happened, lang) {
        (Happened::AddressChanged, Language::Polish) => {
            format!("Dotychczasowy adres: {}. Kiedy: {}.", facts.email, moment(at, lang))
        }
        (Happened::AddressChanged, Language::English) => {
            format!("The address until now: {}. When: {}.", facts.email, moment(at, lang))
        }
        (_, Language::Polish) => format!("Konto: {}. Kiedy: {}.", facts.email, moment(at, lang)),
        (_, Language::English) => format!("Account: {}. When: {}.", facts.email, moment(at, lang)),
    };
    Letter {
        language: lang,
        subject: subject.into(),
        blocks: vec![
            Block::Text(greeting(lang).into()),
            Block::Text(what.into()),
            Block::Text(when),
            Block::Text(otherwise.into()),
            signature(lang),
        ],
    }
}

const fn subject_pl(happened: Happened) -> &'static str {
    match happened {
        Happened::SecondFactorOn => "Zwornik: włączono drugi składnik logowania",
        Happened::SecondFactorOff => "Zwornik: wyłączono drugi składnik logowania",
        Happened::SecondFactorReset => "Zwornik: usunięto drugi składnik logowania",
        Happened::IdentityLinked => "Zwornik: nowy sposób logowania do konta",
        Happened::IdentityUnlinked => "Zwornik: odłączono sposób logowania do konta",
        Happened::AddressChanged => "Zwornik: zmiana adresu e-mail",
        Happened::LoginChanged => "Zwornik: zmiana adresu logowania",
        Happened::PasswordChanged => "Zwornik: zmieniono hasło",
        Happened::ApiTokenMade => "Zwornik: utworzono token API",
        Happened::RecoveryCodesRenewed => "Zwornik: wydano nowe kody zapasowe",
    }
}

const fn subject_en(happened: Happened) -> &'static str {
    match happened {
        Happened::SecondFactorOn => "Zwornik: second factor switched on",
        Happened::SecondFactorOff => "Zwornik: second factor turned off",
        Happened::SecondFactorReset => "Zwornik: second factor removed",
        Happened::IdentityLinked => "Zwornik: a new way to log in",
        Happened::IdentityUnlinked => "Zwornik: a way to log in was removed",
        Happened::AddressChanged => "Zwornik: your e-mail address changes",
        Happened::LoginChanged => "Zwornik: your login address changes",
        Happened::PasswordChanged => "Zwornik: the password was changed",
        Happened::ApiTokenMade => "Zwornik: a new API token",
        Happened::RecoveryCodesRenewed => "Zwornik: new recovery codes",
    }
}

const fn what_pl(happened: Happened) -> &'static str {
    match happened {
        Happened::SecondFactorOn => {
            "logowanie do konta jest teraz lepiej chronione: oprócz hasła potrzebny jest kod z aplikacji. Kody zapasowe \
             warto przechowywać w bezpiecznym miejscu, z dala od telefonu."
        }
        Happened::SecondFactorOff => {
            "drugi składnik logowania do konta jest wyłączony. Od teraz wystarczy hasło."
        }
        Happened::SecondFactorReset => {
            "administrator usunął drugi składnik logowania do konta i zakończył wszystkie sesje. Do zalogowania wystarczy \
             hasło. Drugi składnik można od razu ustawić na nowo."
        }
        Happened::IdentityLinked => {
            "od teraz do konta można zalogować się także przez zewnętrznego dostawcę logowania, bez hasła do Zwornika."
        }
        Happened::IdentityUnlinked => {
            "logowanie do konta przez zewnętrznego dostawcę zostało odłączone. Zostają pozostałe sposoby logowania."
        }
        Happened::AddressChanged => {
            "urząd zapisał inny adres do zaświadczeń i wiadomości o szkoleniach albo usunął ten. Nowy adres zacznie działać \
             dopiero po potwierdzeniu z jego skrzynki."
        }
        Happened::LoginChanged => {
            "do konta wpisano inny adres logowania. Nowy adres zacznie działać dopiero po potwierdzeniu z jego skrzynki; do tego \
             czasu loguje się dotychczasowym."
        }
        Happened::PasswordChanged => "hasło do konta zostało zmienione, a wszystkie sesje zakończone.",
        Happened::ApiTokenMade => {
            "do konta utworzono token API. Program, który go ma, działa z uprawnieniami konta."
        }
        Happened::RecoveryCodesRenewed => {
            "wydano nowe kody zapasowe logowania. Dotychczasowe już nie działają."
        }
    }
}

const fn what_en(happened: Happened) -> &'static str {
    match happened {
        Happened::SecondFactorOn => {
            "your account is better protected now: beside the password a code of the app is needed. Keep the recovery codes \
             in a safe place, away from the phone."
        }
        Happened::SecondFactorOff => {
            "the second factor of your account is turned off. From now on the password is enough."
        }
        Happened::SecondFactorReset => {
            "an administrator has removed the second factor of your account and ended all sessions. The password is enough \
             to log in. You can set a second factor up again at once."
        }
        Happened::IdentityLinked => {
            "from now on one can log in to your account by an outside login provider, too, without the password of Zwornik."
        }
        Happened::IdentityUnlinked => {
            "an outside login provider was unlinked from your account. The other ways to log in stay."
        }
        Happened::AddressChanged => {
            "an office has entered another address for certificates and messages about trainings, or removed this one. A new \
             address works only once it is confirmed from its mailbox."
        }
        Happened::LoginChanged => {
            "another login address was entered for your account. It works only once it is confirmed from its mailbox; until then \
             one logs in by the present one."
        }
        Happened::PasswordChanged => "the password of your account was changed, and all sessions have ended.",
        Happened::ApiTokenMade => {
            "an API token of your account was made. A program that has it acts with the rights of the account."
        }
        Happened::RecoveryCodesRenewed => {
            "new recovery codes of your account were made. Those before work no more."
        }
    }
}

const fn otherwise_pl(happened: Happened) -> &'static str {
    match happened {
        Happened::SecondFactorOn
        | Happened::SecondFactorOff
        | Happened::IdentityLinked
        | Happened::IdentityUnlinked
        | Happened::LoginChanged
        | Happened::PasswordChanged
        | Happened::ApiTokenMade
        | Happened::RecoveryCodesRenewed => {
            "Jeśli ta zmiana jest obca, ktoś może znać hasło: prosimy od razu ustawić nowe i powiadomić administratora."
        }
        Happened::AddressChanged => {
            "Jeśli ta zmiana jest obca, prosimy od razu powiadomić urząd albo administratora systemu."
        }
        Happened::SecondFactorReset => {
            "Jeśli nikt o to nie prosił, prosimy od razu ustawić nowe hasło i powiadomić administratora."
        }
    }
}

const fn otherwise_en(happened: Happened) -> &'static str {
    match happened {
        Happened::SecondFactorOn
        | Happened::SecondFactorOff
        | Happened::IdentityLinked
        | Happened::IdentityUnlinked
        | Happened::LoginChanged
        | Happened::PasswordChanged
        | Happened::ApiTokenMade
        | Happened::RecoveryCodesRenewed => {
            "If it was not you, somebody may know your password: set a new one at once and tell your administrator."
        }
        Happened::AddressChanged => {
            "If you know nothing of it, tell the office or the administrator of the system at once."
        }
        Happened::SecondFactorReset => {
            "If you did not ask for it, set a new password at once and tell your administrator."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_says_which_account_when_and_what_to_do_and_holds_no_link() {
        let at = DateTime::from_timestamp(1_779_091_200, 0).unwrap();
        let facts = Noticed { email: "ewa@example.pl".into() };
        let mut subjects = std::collections::HashSet::new();
        for lang in [Language::Polish, Language::English] {
            for happened in [
                Happened::SecondFactorOn,
                Happened::SecondFactorOff,
                Happened::SecondFactorReset,
                Happened::IdentityLinked,
                Happened::IdentityUnlinked,
                Happened::AddressChanged,
                Happened::LoginChanged,
                Happened::PasswordChanged,
                Happened::ApiTokenMade,
                Happened::RecoveryCodesRenewed,
            ] {
                let letter = notice(happened, &facts, at, lang);
                let text = letter.plain();
                assert!(text.contains("ewa@example.pl") && text.contains(&moment(at, lang)), "{text}");
                assert!(text.contains("administrator") && !text.contains("http"), "{text}");
                assert!(subjects.insert(letter.subject));
            }
        }
    }
}
