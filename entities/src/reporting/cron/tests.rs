//! Both nights of 2026 and 2027 in tables, and what must hold however time is cut.

use proptest::prelude::*;

use super::*;

/// An instant given as Warsaw's clock shows it, with its offset.
fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// The times due in `(from, to]`, as Warsaw's clock shows them.
fn shown(cron: &str, from: &str, to: &str) -> Vec<String> {
    let due = Cron::parse(cron).unwrap().due(at(from), at(to));
    due.into_iter().map(|at| warsaw::local(at).format("%d %H:%M%:z").to_string()).collect()
}

#[test]
fn a_fixed_hour_that_spring_skips_runs_once_after_the_jump() {
    for (day, next) in [("2026-03-29", "2026-03-30"), ("2027-03-28", "2027-03-29")] {
        let (from, to) = (format!("{day}T00:00:00+01:00"), format!("{next}T00:00:00+02:00"));
        let night = &day[8..];
        assert_eq!(shown("30 2 * * *", &from, &to), [format!("{night} 03:30+02:00")]);
        assert_eq!(shown("0 2 * * *", &from, &to), [format!("{night} 03:00+02:00")]);
        assert_eq!(shown("0 7 * * *", &from, &to), [format!("{night} 07:00+02:00")]);
        // The skipped time falls on another of the same pattern: one instant, one run.
        assert_eq!(shown("0 2,3 * * *", &from, &to), [format!("{night} 03:00+02:00")]);
    }
}

#[test]
fn a_fixed_hour_that_autumn_repeats_runs_once_at_the_first() {
    for (day, next) in [("2026-10-25", "2026-10-26"), ("2027-10-31", "2027-11-01")] {
        let (from, to) = (format!("{day}T00:00:00+02:00"), format!("{next}T00:00:00+01:00"));
        let night = &day[8..];
        assert_eq!(shown("30 2 * * *", &from, &to), [format!("{night} 02:30+02:00")]);
        assert_eq!(
            shown("0,30 2-3 * * *", &from, &to),
            ["02:00+02:00", "02:30+02:00", "03:00+01:00", "03:30+01:00"]
                .map(|time| format!("{night} {time}"))
        );
        assert_eq!(shown("0 7 * * *", &from, &to), [format!("{night} 07:00+01:00")]);
    }
}

#[test]
fn a_pattern_of_every_hour_follows_real_time_through_both_nights() {
    for (spring, autumn) in [("2026-03-29", "2026-10-25"), ("2027-03-28", "2027-10-31")] {
        let due =
            shown("*/30 * * * *", &format!("{spring}T01:00:00+01:00"), &format!("{spring}T03:30:00+02:00"));
        let night = &spring[8..];
        assert_eq!(due, ["01:30+01:00", "03:00+02:00", "03:30+02:00"].map(|time| format!("{night} {time}")));
        let due =
            shown("*/30 * * * *", &format!("{autumn}T01:30:00+02:00"), &format!("{autumn}T03:00:00+01:00"));
        let night = &autumn[8..];
        let times = ["02:00+02:00", "02:30+02:00", "02:00+01:00", "02:30+01:00", "03:00+01:00"];
        assert_eq!(due, times.map(|time| format!("{night} {time}")));
    }
}

#[test]
fn the_same_hour_of_warsaw_is_another_instant_in_summer() {
    let monday = Cron::parse("0 7 * * 1").unwrap();
    let next = monday.next(at("2026-03-20T12:00:00+01:00"), 3);
    let expected = ["2026-03-23T07:00:00+01:00", "2026-03-30T07:00:00+02:00", "2026-04-06T07:00:00+02:00"];
    assert_eq!(next, expected.map(at));
}

#[test]
fn fractions_of_a_second_do_not_leak_into_due_times() {
    let cron = Cron::parse("0 7 * * *").unwrap();
    let from = at("2026-05-12T06:59:59.123456+02:00");
    assert_eq!(cron.next(from, 1), [at("2026-05-12T07:00:00+02:00")]);
    assert_eq!(cron.due(from, at("2026-05-12T07:00:00.000001+02:00")), [at("2026-05-12T07:00:00+02:00")]);
    // The end belongs to the interval, the start does not.
    let seven = at("2026-05-12T07:00:00+02:00");
    assert_eq!(cron.due(seven - Duration::hours(1), seven), [seven]);
    assert!(cron.due(seven, seven + Duration::hours(1)).is_empty());
}

#[test]
fn what_is_no_pattern_of_five_fields_is_refused() {
    for wrong in [
        "",
        "@daily",
        "* * * *",
        "0 0 7 * * 1",
        "60 * * * *",
        "0 24 * * *",
        "0 7 * * 8",
        "x 7 * * *",
        "0 7 * 13 *",
    ] {
        assert_eq!(Cron::parse(wrong).unwrap_err(), CronError::Form, "{wrong}");
    }
    assert_eq!(Cron::parse(&format!("{} 7 * * *", "1,".repeat(60))).unwrap_err(), CronError::Form);
    for never in ["0 7 30 2 *", "0 7 31 4,6 *"] {
        assert_eq!(Cron::parse(never).unwrap_err(), CronError::Never, "{never}");
    }
    assert_eq!(Cron::parse("  0  7 *  * mon ").unwrap().text(), "0 7 * * MON");
}

#[test]
fn a_leap_day_is_found_years_ahead() {
    let leap = Cron::parse("0 7 29 2 *").unwrap();
    assert_eq!(leap.next(at("2026-05-12T07:00:00+02:00"), 1), [at("2028-02-29T07:00:00+01:00")]);
    assert_eq!(
        leap.newest(at("2020-01-01T00:00:00Z"), at("2027-12-31T00:00:00Z")),
        Some(at("2024-02-29T07:00:00+01:00"))
    );
}

const PATTERNS: [&str; 9] = [
    "0 7 * * 1",
    "30 2 * * *",
    "*/15 * * * *",
    "7 * * * *",
    "0,30 1-3 * * *",
    "*/20 2 * * 0",
    "0 */2 * * *",
    "0 2,3 L * *",
    "59 23 31 12 *",
];

/// Instants around the nights on which the clock is changed, and elsewhere, to the millisecond.
fn instants() -> impl Strategy<Value = DateTime<Utc>> {
    let nights = ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31", "2026-07-01"];
    (0..nights.len(), -3 * 86_400_000_i64..3 * 86_400_000_i64)
        .prop_map(move |(night, ms)| at(&format!("{}T01:00:00Z", nights[night])) + Duration::milliseconds(ms))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_time_is_lost_or_doubled_wherever_an_interval_is_cut(
        pattern in 0..PATTERNS.len(), from in instants(), hours in 1_i64..200, cuts in prop::collection::vec(0.0..1.0_f64, 0..6),
    ) {
        let cron = Cron::parse(PATTERNS[pattern]).unwrap();
        let to = from + Duration::hours(hours);
        let whole = cron.due(from, to);
        prop_assert!(whole.windows(2).all(|pair| pair[0] < pair[1]));
        let mut cuts: Vec<_> = cuts.iter().map(|cut| from + Duration::milliseconds((cut * (hours * 3_600_000) as f64) as i64)).collect();
        cuts.extend([from, to]);
        cuts.sort();
        let parts: Vec<_> = cuts.windows(2).flat_map(|pair| cron.due(pair[0], pair[1])).collect();
        prop_assert_eq!(&parts, &whole);
        prop_assert_eq!(cron.newest(from, to), whole.last().copied());
        prop_assert_eq!(cron.next(from, whole.len()), whole);
    }

    #[test]
    fn a_clock_set_back_and_forth_gives_each_time_once(
        pattern in 0..PATTERNS.len(), start in instants(), moves in prop::collection::vec(-90_i64..180, 1..40),
    ) {
        let cron = Cron::parse(PATTERNS[pattern]).unwrap();
        let (mut now, mut handled, mut latest, mut all) = (start, start, start, vec![]);
        for minutes in moves {
            now += Duration::minutes(minutes);
            let due = cron.due(handled, now);
            handled = due.last().copied().unwrap_or(handled);
            all.extend(due);
            latest = latest.max(now);
        }
        prop_assert_eq!(all, cron.due(start, latest));
    }
}
