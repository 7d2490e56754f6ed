//! Whether somebody who asks about a number knows whose certificate it is. Pure.

use crate::shared::search::words::plain;

/// Whether a typed name is that of a printed one: the last name at least, and nothing that is not printed, in any order,
/// whatever the case and marks.
pub fn is_named(printed: &str, typed: &str) -> bool {
    let (printed, typed) = (plain(printed), plain(typed));
    printed.last().is_some_and(|last| typed.contains(last)) && typed.iter().all(|word| printed.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_name_will_do_and_so_will_all_names_in_any_order_and_spelling() {
        let printed = "Świętosława Źdźbło-Łącka";
        for typed in [
            "Źdźbło-Łącka",
            "zdzblo lacka",
            "ŁĄCKA świętosława",
            "Łącka Źdźbło",
            " swietoslawa  ZDZBLO-lacka ",
        ] {
            assert!(is_named(printed, typed), "{typed}");
        }
        for typed in ["", " ", "-", "Świętosława", "Źdźbło", "Łąck", "Anna Łącka", "Łącka %", "Łącka Nowak"]
        {
            assert_eq!(is_named(printed, typed), typed == "Łącka %", "{typed}");
        }
    }

    #[test]
    fn nobody_is_named_by_a_name_that_was_erased() {
        assert!(!is_named("", ""));
        assert!(!is_named("", "Nowak"));
    }
}
