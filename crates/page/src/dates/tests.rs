//! Dates in the eight languages, and those that may not be guessed.

use super::*;
use crate::vocabulary::tests::shipped;

fn check(vocabulary: &Vocabulary, language: &str, text: &str, expected: &str) {
    let shown = read(vocabulary, text, Order::of(language)).map(|span| match span.start {
        Some(start) => format!("{start}..{}", span.end),
        None => span.end.to_string(),
    });
    assert_eq!(shown.as_deref().unwrap_or("?"), expected, "{text:?} in {language}");
}

#[test]
fn numeric_dates_follow_the_language() {
    let vocabulary = shipped();
    for (language, text) in [
        ("en-US", "3/8/2024"),
        ("en", "3/8/2024"),
        ("en-GB", "8/3/2024"),
        ("en-AU", "08/03/2024"),
        ("de-DE", "8.3.2024"),
        ("de", "08.03.2024"),
        ("de-CH", "8. 3. 2024"),
        ("fr-FR", "08/03/2024"),
        ("es-ES", "8/3/2024"),
        ("it-IT", "8/3/2024"),
        ("nl-NL", "8-3-2024"),
        ("nl-BE", "8/3/2024"),
        ("pt-BR", "08/03/2024"),
        ("pt-PT", "08/03/2024"),
        ("ja-JP", "2024/3/8"),
        ("ja", "2024年3月8日"),
        ("fr-CA", "2024-03-08"),
        ("en-US", "2024-03-08"),
        ("pl", "2024-03-08"),
        ("en-US", "\u{200E}3\u{200E}/\u{200E}8\u{200E}/\u{200E}2024"),
        ("ja", "２０２４／３／８"),
    ] {
        check(&vocabulary, language, text, "2024-03-08");
    }
}

#[test]
fn long_dates_in_every_language() {
    let vocabulary = shipped();
    for text in [
        "November 25, 2023",
        "Nov 25, 2023",
        "25 November 2023",
        "25th of November 2023",
        "25. November 2023",
        "25. Nov. 2023",
        "25 novembre 2023",
        "25 nov. 2023",
        "25 de noviembre de 2023",
        "25 nov 2023",
        "25 november 2023",
        "25 de novembro de 2023",
        "25 de nov. de 2023",
        "2023年11月25日",
        "2023 November 25",
    ] {
        for language in ["en-US", "de", "pl"] {
            check(&vocabulary, language, text, "2023-11-25");
        }
    }
    for (text, expected) in [
        ("1er mars 2024", "2024-03-01"),
        ("3. März 2024", "2024-03-03"),
        ("3 août 2024", "2024-08-03"),
        ("1 févr. 2024", "2024-02-01"),
        ("5 de dezembro de 2024", "2024-12-05"),
        ("5 ene 2024", "2024-01-05"),
        ("5 gen 2024", "2024-01-05"),
        ("5 mrt. 2024", "2024-03-05"),
        ("5 mei 2024", "2024-05-05"),
        ("5 de set. de 2024", "2024-09-05"),
    ] {
        check(&vocabulary, "pl", text, expected);
    }
}

#[test]
fn ranges() {
    let vocabulary = shipped();
    for (language, text, expected) in [
        ("en-US", "3/8/2021 - 9/4/2021", "2021-03-08..2021-09-04"),
        ("en-US", "3/8/2021 – 9/4/2021", "2021-03-08..2021-09-04"),
        ("en-US", "March 8, 2021 – September 4, 2021", "2021-03-08..2021-09-04"),
        ("en-GB", "08/03/2021 – 04/09/2021", "2021-03-08..2021-09-04"),
        ("de-DE", "8.3.2021 - 4.9.2021", "2021-03-08..2021-09-04"),
        ("de-DE", "8. März 2021 bis 4. September 2021", "2021-03-08..2021-09-04"),
        ("fr-FR", "08/03/2021 - 04/09/2021", "2021-03-08..2021-09-04"),
        ("fr-FR", "du 8 mars 2021 au 4 septembre 2021", "2021-03-08..2021-09-04"),
        ("es-ES", "8/3/2021-4/9/2021", "2021-03-08..2021-09-04"),
        ("it-IT", "8/3/2021 al 4/9/2021", "2021-03-08..2021-09-04"),
        ("nl-NL", "8-3-2021 - 4-9-2021", "2021-03-08..2021-09-04"),
        ("nl-NL", "08-03-2021-04-09-2021", "2021-03-08..2021-09-04"),
        ("pt-BR", "08/03/2021 até 04/09/2021", "2021-03-08..2021-09-04"),
        ("ja-JP", "2021/3/8 ～ 2021/9/4", "2021-03-08..2021-09-04"),
        ("ja-JP", "2021年3月8日から2021年9月4日まで", "2021-03-08..2021-09-04"),
        ("pl", "2021-03-08 - 2021-09-04", "2021-03-08..2021-09-04"),
        // Only one order puts the first day before the last.
        ("pl", "3/8/2021 - 9/4/2021", "2021-03-08..2021-09-04"),
        // Only one order reads both.
        ("pl", "2/3/2021 - 25/3/2021", "2021-03-02..2021-03-25"),
    ] {
        check(&vocabulary, language, text, expected);
    }
}

#[test]
fn what_could_be_two_days_is_neither() {
    let vocabulary = shipped();
    for (language, text, expected) in [
        ("pl", "3/8/2024", "?"),
        ("", "3/8/2024", "?"),
        ("en-CA", "3/8/2024", "?"),
        ("pl", "5/5/2024", "2024-05-05"),
        ("pl", "25/12/2023", "2023-12-25"),
        ("en-US", "25/12/2023", "2023-12-25"),
        ("de-DE", "12.25.2023", "2023-12-25"),
        ("pl", "1/2/2021 - 3/4/2021", "?"),
        ("en-US", "3/8/24", "?"),
        ("de-DE", "8.3.24", "?"),
        ("en-US", "13/13/2023", "?"),
        ("en-US", "2/30/2023", "?"),
        ("en-US", "9/4/2021 - 3/8/2021 - 1/1/2022", "?"),
        ("th", "25 พ.ย. 2566", "?"),
        ("ja", "令和5年11月25日", "?"),
        ("en-US", "November 25", "?"),
        ("en-US", "November 2023", "?"),
        ("en-US", "November November 25 2023", "?"),
        ("en-US", "3+8+2024", "?"),
        ("en-US", "Contoso", "?"),
        ("en-US", "90 days", "?"),
        ("en-US", "", "?"),
    ] {
        check(&vocabulary, language, text, expected);
    }
    check(&vocabulary, "en-US", &"1/".repeat(5_000), "?");
    check(&vocabulary, "en-US", &"-".repeat(80), "?");
}

#[test]
fn one_date_that_cannot_be_puts_the_order_in_doubt() {
    let vocabulary = shipped();
    for (language, dates, expected) in [
        ("en-US", &["3/8/2021", "9/4/2021"][..], Some(Order::MonthFirst)),
        ("en-US", &["3/8/2021", "25/12/2023"], None),
        (
            "en-US",
            &["3/8/2021", "2023-12-25", "Contoso", "25. Dezember 2023"],
            Some(Order::MonthFirst),
        ),
        ("de-DE", &["3.8.2021 - 25.12.2021"], Some(Order::DayFirst)),
        ("pl", &["3/8/2021"], None),
    ] {
        assert_eq!(Order::shown(&vocabulary, language, dates), expected, "{language} {dates:?}");
    }
}
