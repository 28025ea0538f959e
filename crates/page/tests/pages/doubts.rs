//! Pages that say too little, something else, or something hostile.

use crate::{NOW, check_rows, list, read, relationships, table};
use page::{PageKind, RowReading};
use protocol::content::{BlockFacts, LineFacts, PageFacts, RowFacts, TableFacts};

#[test]
fn what_is_not_recognised_is_reported_as_it_stands() {
    let reading = read(
        &list(
            "en-US",
            vec![table(
                0,
                None,
                "Partner|Relationship type|Relationship name|Roles|Expiration date|Status|Risk owner",
                &[
                    "Fabrikam|Quantum partner|Mail|Wizard Administrator, Global admin|someday|Paused|Ann",
                    "Fabrikam|Quantum partner|Mail|Wizard Administrator|2/3/24|Paused|Ann",
                ],
            )],
        ),
        NOW,
    );
    assert_eq!(reading.state, PageKind::List);
    assert!(reading.tables[0].recognised);
    assert_eq!(
        reading.unrecognised,
        ["Risk owner", "Quantum partner", "Wizard Administrator", "someday", "Paused", "2/3/24"]
    );
    check_rows(
        &reading,
        0,
        &[
            "Fabrikam|other(Quantum partner)|Mail|-|?Wizard Administrator,Global|-|-|other(Paused)",
            "Fabrikam|other(Quantum partner)|Mail|-|?Wizard Administrator|-|-|other(Paused)",
        ],
    );
    let report = reading.report.expect("a report");
    for shown in
        ["\"Risk owner\" [not known]", "columns: 1, roles: 2, types: 2, statuses: 2, dates: 2"]
    {
        assert!(report.contains(shown), "{shown} in {report}");
    }
}

#[test]
fn drift_is_reported_without_tenant_data() {
    let mut facts = list(
        "en-US",
        vec![
            table(
                0,
                Some("Fabrikam's corner"),
                "Collaborator|Kind of tie|Entitlements|Condition|ann@contoso.com|Invoices of Fabrikam|fabrikam.example|Adatum",
                &["#Fabrikam (1)", "Fabrikam|Secret type|Secret roles|Secret state|Adatum"],
            ),
            table(1, None, "Invoice|Amount due", &["G-1|12.00"]),
        ],
    );
    facts.route =
        "#/partners/invitation/granularAdminRelationships/5f2a1b3c-1111-4222-8333-444455556666"
            .to_owned();
    facts.title = Some("Fabrikam".to_owned());
    facts.notices = vec!["Hello Contoso".to_owned()];
    facts.blocks =
        vec![BlockFacts { heading: "Fabrikam GmbH".to_owned(), level: 2, lines: Vec::new() }];
    let reading = read(&facts, NOW);
    assert_eq!(reading.state, PageKind::Unrecognised);
    assert!(reading.tables.iter().all(|table| !table.recognised));
    assert!(
        reading.tables.iter().flat_map(|table| &table.rows).all(|row| *row == RowReading::Nothing)
    );
    assert_eq!(reading.tables[0].rows.len(), 2);
    let report = reading.report.expect("a report");
    for shown in [
        "\"Collaborator\"",
        "\"Entitlements\"",
        "\"Amount due\"",
        "en-US",
        "columns: 8",
        "granularAdminRelationships/…",
    ] {
        assert!(report.contains(shown), "{shown} in {report}");
    }
    for hidden in
        ["abrikam", "Contoso", "contoso", "Secret", "5f2a1b3c", "@", "Adatum", "G-1", "12.00"]
    {
        assert!(!report.contains(hidden), "{hidden} in {report}");
    }
}

#[test]
fn a_renamed_header_leaves_its_column_unread() {
    for (headers, recognised) in [
        ("Partner|Relationship type|Relationship name|Entitlements|Duration|Status", true),
        ("Collaborator|Relationship type|Relationship name|Roles|Duration|Status", true),
        ("Partner|Kind|Label|Entitlements|Term|Condition", false),
        ("Collaborator|Kind|Relationship name|Entitlements|Term|Condition", false),
    ] {
        let rows = [
            "#Fabrikam (1)",
            "|Granular admin access|Mail|Global admin|3/8/2026 - 9/4/2026|Active",
        ];
        let reading = read(&list("en-US", vec![table(0, None, headers, &rows)]), NOW);
        assert_eq!(reading.tables[0].recognised, recognised, "{headers}");
        assert_eq!(reading.state == PageKind::Unrecognised, !recognised, "{headers}");
        assert!(reading.report.is_some(), "{headers}");
    }
    let rows = ["#Fabrikam (1)", "|Granular admin access|Mail|Global admin|Active"];
    let headers = "Partner|Relationship type|Relationship name|Entitlements|Status";
    let reading = read(&list("en-US", vec![table(0, None, headers, &rows)]), NOW);
    check_rows(&reading, 0, &["Fabrikam|Granular|Mail|-|unread|-|-|Active"]);
    // Flat and without a column for the partner: nothing says whose a row is.
    let reading = read(
        &list(
            "en-US",
            vec![table(0, None, "Relationship name|Roles|Status", &["Mail|Global admin|Active"])],
        ),
        NOW,
    );
    assert_eq!(reading.state, PageKind::Unrecognised);
}

#[test]
fn languages_that_are_not_known_keep_what_words_they_share() {
    let rows = [
        "Fabrikam|GDAP|Mail|Exchange Administrator|3/8/2026|Active",
        "Fabrikam|GDAP|Mail|Exchange Administrator|8.13.2026|Active",
    ];
    let headers = "Partner|Typ|Relationship name|Roles|Expiration|Status";
    let reading = read(&list("pl-PL", vec![table(0, None, headers, &rows)]), NOW);
    check_rows(
        &reading,
        0,
        &[
            "Fabrikam|Granular|Mail|-|Exchange|-|-|Active",
            "Fabrikam|Granular|Mail|-|Exchange|-|2026-08-13|Active",
        ],
    );
    assert_eq!(reading.unrecognised, ["3/8/2026"]);
}

#[test]
fn a_page_whose_dates_contradict_its_language_reads_only_clear_ones() {
    let rows = ["Fabrikam|GDAP|Exchange admin|25/12/2026", "Fabrikam|GDAP|Exchange admin|3/8/2026"];
    let headers = "Partner|Partner type|Roles|Expiration date";
    let reading = read(&list("en-US", vec![table(0, None, headers, &rows)]), NOW);
    check_rows(
        &reading,
        0,
        &["Fabrikam|Granular|-|-|Exchange|-|2026-12-25|-", "Fabrikam|Granular|-|-|Exchange|-|-|-"],
    );
    assert_eq!(reading.unrecognised, ["3/8/2026"]);
}

#[test]
fn states_without_rows() {
    let headers = "Partner|Relationship type|Relationship name|Roles|Status";
    let empty_table = || vec![table(0, None, headers, &[])];
    let uncounted = || {
        let mut table = table(0, None, headers, &[]);
        table.row_count = None;
        vec![table]
    };
    let with = |tables: Vec<TableFacts>, notice: &str, busy: bool, settled: bool| PageFacts {
        notices: vec![notice.to_owned()],
        busy,
        settled,
        ..list("en-US", tables)
    };
    for (what, facts, expected) in [
        ("nothing yet", with(vec![], "", false, false), PageKind::Loading),
        (
            "busy for long",
            with(vec![], "Loading partner relationships", true, true),
            PageKind::Loading,
        ),
        ("no rows yet", with(empty_table(), "", false, false), PageKind::Loading),
        ("no rows, busy", with(empty_table(), "", true, true), PageKind::Loading),
        ("no rows at rest", with(empty_table(), "", false, true), PageKind::Empty),
        ("all rows told before", with(uncounted(), "", false, true), PageKind::List),
        (
            "no partners, in words",
            with(vec![], "You don't have any partner relationships yet.", false, true),
            PageKind::Empty,
        ),
        (
            "filtered",
            with(vec![], "No partner relationships match your search or filter.", false, true),
            PageKind::List,
        ),
        (
            "denied",
            with(vec![], "You don't have permission to view partner relationships.", false, false),
            PageKind::Denied,
        ),
        (
            "denied beside a table",
            with(
                empty_table(),
                "Sie sind nicht berechtigt, Partnerbeziehungen anzuzeigen.",
                false,
                true,
            ),
            PageKind::Denied,
        ),
        (
            "session over",
            with(
                vec![],
                "Votre session est terminée. Reconnectez-vous pour continuer.",
                false,
                true,
            ),
            PageKind::Failed,
        ),
        (
            "failed",
            with(
                vec![],
                "現在、パートナー関係を読み込めません。後でもう一度お試しください。",
                false,
                true,
            ),
            PageKind::Failed,
        ),
        ("nothing known", with(vec![], "Welcome", false, true), PageKind::Unrecognised),
        (
            "a message beside rows",
            with(
                vec![table(0, None, headers, &["Fabrikam|Reseller|||Active"])],
                "Something went wrong.",
                false,
                true,
            ),
            PageKind::List,
        ),
    ] {
        let reading = read(&facts, NOW);
        assert_eq!(reading.state, expected, "{what}");
        assert_eq!(reading.report.is_some(), expected == PageKind::Unrecognised, "{what}");
    }
}

#[test]
fn hostile_names_are_harmless_and_cheap() {
    let long = "𝕏".repeat(10_000);
    let marks = "a\u{0301}".repeat(10_000);
    for name in [
        "<script>alert(1)</script>",
        "\u{202E}murtsoc\u{202C}",
        "\u{0000}\u{0007}",
        "\u{200B}\u{FEFF}",
        "👩\u{200D}👩\u{200D}👧 Partner",
        "a|b",
        "({[\"'`$%",
        ")))((( (9",
        "+ 5 more",
        "Global Administrator",
        long.as_str(),
        marks.as_str(),
    ] {
        let cells = vec![name.to_owned(); 6];
        let row = |group: Option<&str>| RowFacts {
            group: group.map(str::to_owned),
            cells: cells.clone(),
            ..RowFacts::default()
        };
        let headers = "Partner|Relationship type|Relationship name|Roles|Duration|Status";
        let mut hostile = table(0, Some(name), headers, &[]);
        hostile.rows = vec![
            RowFacts { is_group: true, cells: vec![name.to_owned()], ..RowFacts::default() },
            row(Some(name)),
            row(None),
        ];
        let reading = read(&list(name, vec![hostile.clone()]), NOW);
        for relationship in relationships(&reading, 0) {
            let texts = [relationship.partner.as_str(), relationship.name.as_deref().unwrap_or("")];
            let roles = relationship.roles.named.iter().map(|role| role.name.as_str());
            for text in texts.into_iter().chain(roles) {
                assert!(text.chars().count() <= page::text::LIMIT);
                assert_eq!(page::text::clean(text), text);
            }
        }
        hostile.headers = cells.clone();
        let mut facts = list(name, vec![hostile]);
        facts.route = name.to_owned();
        facts.title = Some(name.to_owned());
        facts.notices = vec![name.to_owned()];
        facts.blocks = vec![BlockFacts {
            heading: name.to_owned(),
            level: 1,
            lines: vec![LineFacts { text: name.to_owned(), control: true }],
        }];
        let reading = read(&facts, NOW);
        assert_eq!(reading.state, PageKind::Unrecognised, "{name:.20}");
        let report = reading.report.expect("a report");
        assert!(report.len() < 4_000, "{name:.20}");
    }
}
