//! Pages of a list, by its own address.

use crate::call::Call;

/// Which page of a list is asked for.
pub(crate) struct Turn {
    pub first: Option<i64>,
    pub after: Option<String>,
    pub last: Option<i64>,
    pub before: Option<String>,
}

/// Where the pages beside this one are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pager {
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Turn {
    /// The page that the address asks for, of so many rows.
    pub fn of(call: &Call, rows: i64) -> Self {
        let (after, before) = (call.query.told("po"), call.query.told("przed"));
        let back = before.is_some();
        Self {
            first: (!back).then_some(rows),
            after: after.filter(|_| !back),
            last: back.then_some(rows),
            before,
        }
    }

    /// The pages beside it: `asked` is what else the address asks for; pairs of whether there is one and the cursor of this page's
    /// end there.
    pub fn pager(
        &self,
        path: &str,
        asked: &[(&str, &str)],
        previous: (bool, Option<String>),
        next: (bool, Option<String>),
    ) -> Pager {
        let to = |name, (is_there, cursor): (bool, Option<String>)| {
            cursor.filter(|_| is_there).map(|cursor| address(path, asked, &[(name, &cursor)]))
        };
        Pager { previous: to("przed", previous), next: to("po", next) }
    }
}

/// An address with what it asks for; nothing is said of what is empty.
pub(crate) fn address(path: &str, asked: &[(&str, &str)], more: &[(&str, &str)]) -> String {
    let told = asked.iter().chain(more).filter(|(_, value)| !value.is_empty());
    let told: Vec<String> = told.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if told.is_empty() { path.to_owned() } else { format!("{path}?{}", told.join("&")) }
}

/// Text for what an address asks for.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_what_is_asked_for() {
        let asked = [("szukaj", "łódź & więcej"), ("otwarte", "tak"), ("dawne", "")];
        let all = "/szkolenia?szukaj=%C5%82%C3%B3d%C5%BA%20%26%20wi%C4%99cej&otwarte=tak";
        assert_eq!(address("/szkolenia", &asked, &[]), all);
        assert_eq!(address("/szkolenia", &[], &[("po", "a+b")]), "/szkolenia?po=a%2Bb");
        assert_eq!(address("/szkolenia", &[("szukaj", "")], &[]), "/szkolenia");
    }
}
