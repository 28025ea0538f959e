//! The three layouts of the list.

use crate::{NOW, check_rows, groups, list, read, relationships, table};
use domain::{Place, Tier, evidence::PartnerGroup};
use page::PageKind;

#[test]
fn layout_of_2021() {
    for (language, headers, lines) in [
        (
            "en-US",
            "Partner ↑|Relationship type|Relationship name|Roles|Duration|Status",
            [
                "#Fabrikam CSP (2)",
                "|Granular admin access|Fabrikam operations|Groups admin, Intune Administrator, Global Administrator, + 1 more|3/8/2026 - 9/4/2026|Active",
                "|Reseller|Doesn't apply|Global Administrator, Helpdesk admin||Active",
            ],
        ),
        (
            "de-DE",
            "Partner ↑|Beziehungstyp|Beziehungsname|Rollen|Dauer|Status",
            [
                "#Fabrikam CSP (2)",
                "|Granularer Administratorzugriff|Fabrikam operations|Gruppenadministrator, Intune-Administrator, Globaler Administrator, + 1 weitere|8.3.2026 - 4.9.2026|Aktiv",
                "|Handelspartner|Nicht zutreffend|Globaler Administrator, Helpdesk-Administrator||Aktiv",
            ],
        ),
        (
            "fr-FR",
            "Partenaire ↑|Type de relation|Nom de la relation|Rôles|Durée|État",
            [
                "#Fabrikam CSP (2)",
                "|Accès administrateur granulaire|Fabrikam operations|Administrateur de groupes, Administrateur Intune, Administrateur général, + 1 de plus|08/03/2026 - 04/09/2026|Actif",
                "|Revendeur|Ne s’applique pas|Administrateur général, Administrateur du support technique||Actif",
            ],
        ),
        (
            "es-ES",
            "Socio|Tipo de relación|Nombre de la relación|Roles|Duración|Estado",
            [
                "#Fabrikam CSP (2)",
                "|Acceso de administrador granular|Fabrikam operations|Administrador de grupos, Administrador de Intune, Administrador global, + 1 más|8/3/2026 - 4/9/2026|Activo",
                "|Revendedor|No se aplica|Administrador global, Administrador del departamento de soporte técnico||Activo",
            ],
        ),
        (
            "it-IT",
            "Partner|Tipo di relazione|Nome della relazione|Ruoli|Durata|Stato",
            [
                "#Fabrikam CSP (2)",
                "|Accesso amministratore granulare|Fabrikam operations|Amministratore gruppi, Amministratore di Intune, Amministratore globale, + altri 1|8/3/2026 - 4/9/2026|Attivo",
                "|Rivenditore|Non applicabile|Amministratore globale, Amministratore supporto tecnico||Attivo",
            ],
        ),
        (
            "nl-NL",
            "Partner|Relatietype|Relatienaam|Rollen|Duur|Status",
            [
                "#Fabrikam CSP (2)",
                "|Gedetailleerde beheerderstoegang|Fabrikam operations|Groepsbeheerder, Intune-beheerder, Globale beheerder, + 1 meer|8-3-2026 - 4-9-2026|Actief",
                "|Wederverkoper|Niet van toepassing|Globale beheerder, Helpdeskbeheerder||Actief",
            ],
        ),
        (
            "pt-BR",
            "Parceiro|Tipo de relação|Nome da relação|Funções|Duração|Status",
            [
                "#Fabrikam CSP (2)",
                "|Acesso de administrador granular|Fabrikam operations|Administrador de grupos, Administrador do Intune, Administrador global, + 1 mais|08/03/2026 - 04/09/2026|Ativo",
                "|Revendedor|Não se aplica|Administrador global, Administrador de assistência técnica||Ativo",
            ],
        ),
        (
            "ja-JP",
            "パートナー|関係の種類|関係名|ロール|期間|状態",
            [
                "#Fabrikam CSP (2)",
                "|詳細な管理者アクセス|Fabrikam operations|グループ管理者、Intune 管理者、グローバル管理者、+ 他 1 件|2026/3/8 - 2026/9/4|アクティブ",
                "|リセラー|該当なし|グローバル管理者、ヘルプデスク管理者||アクティブ",
            ],
        ),
    ] {
        let reading = read(&list(language, vec![table(7, None, headers, &lines)]), NOW);
        assert_eq!(reading.state, PageKind::List, "{language}");
        assert_eq!(reading.unrecognised, Vec::<String>::new(), "{language}");
        assert_eq!(reading.report, None, "{language}");
        let first = &reading.tables[0];
        assert_eq!((first.id, first.recognised, first.column), (7, true, 0), "{language}");
        let expected = PartnerGroup {
            partner: "Fabrikam CSP".to_owned(),
            count: Some(2),
            shares_name: false,
            at: NOW,
        };
        assert_eq!(groups(&reading, 0), [&expected], "{language}");
        check_rows(
            &reading,
            0,
            &[
                "Fabrikam CSP|Granular|Fabrikam operations|-|Groups,Intune,Global,+1|2026-03-08|2026-09-04|Active",
                "Fabrikam CSP|Reseller|-|-|Global,Helpdesk|-|-|Active",
            ],
        );
    }
}

#[test]
fn layout_of_2023() {
    for (language, granular, other) in [
        (
            "en-US",
            table(
                0,
                Some("Granular delegated administrative privileges (GDAP)"),
                "|Partner ↓|Roles|Expiration date|Status",
                &[
                    "#Trey Research (1)",
                    "|MLT_abc12345_def45678_00000001|Directory Readers, Directory Writers, License Administrator, + 5 more|November 25, 2026|Active",
                ],
            ),
            table(
                1,
                Some("Other partner types"),
                "|Partner ↓|Partner type|Role authorization ⓘ|Roles",
                &["#Trey Research", "|⋮|Reseller|DAP|Global Administrator, Helpdesk Administrator"],
            ),
        ),
        (
            "de-DE",
            table(
                0,
                Some("Granulare delegierte Administratorrechte (GDAP)"),
                "|Partner|Rollen|Ablaufdatum|Status",
                &[
                    "#Trey Research (1)",
                    "|MLT_abc12345_def45678_00000001|Verzeichnisleser, Verzeichnisschreiber, Lizenzadministrator, + 5 weitere|25. November 2026|Aktiv",
                ],
            ),
            table(
                1,
                Some("Andere Partnertypen"),
                "|Partner|Partnertyp|Rollenautorisierung|Rollen",
                &[
                    "#Trey Research",
                    "|Weitere Aktionen|Handelspartner|DAP|Globaler Administrator, Helpdeskadministrator",
                ],
            ),
        ),
        (
            "ja",
            table(
                0,
                Some("詳細な委任された管理特権 (GDAP)"),
                "|パートナー|ロール|有効期限|状態",
                &[
                    "#Trey Research (1)",
                    "|MLT_abc12345_def45678_00000001|ディレクトリ閲覧者, ディレクトリ ライター, ライセンス管理者, + 他 5 件|2026年11月25日|アクティブ",
                ],
            ),
            table(
                1,
                Some("その他のパートナーの種類"),
                "|パートナー|パートナーの種類|ロールの承認|ロール",
                &["#Trey Research", "||リセラー|DAP|グローバル管理者, ヘルプデスク管理者"],
            ),
        ),
    ] {
        let reading = read(&list(language, vec![granular, other]), NOW);
        assert_eq!(reading.state, PageKind::List, "{language}");
        assert_eq!(reading.unrecognised, Vec::<String>::new(), "{language}");
        assert_eq!(reading.tables.iter().map(|table| table.column).collect::<Vec<_>>(), [1, 1]);
        check_rows(
            &reading,
            0,
            &[
                "Trey Research|Granular|MLT_abc12345_def45678_00000001|-|Directory Readers,Directory Writers,License,+5|-|2026-11-25|Active",
            ],
        );
        check_rows(&reading, 1, &["Trey Research|Reseller|-|Dap|Global,Helpdesk|-|-|-"]);
        assert_eq!(groups(&reading, 1)[0].count, None);
    }
}

#[test]
fn flat_grid_in_any_order_of_columns() {
    let reading = read(
        &list(
            "en-US",
            vec![table(
                3,
                Some("Partner relationships"),
                "Status|Roles|Relationship name|Partner type|Expiration date|Partner",
                &[
                    "Active|Exchange admin|Mail|Partner with GDAP access|Nov 25, 2026|Fabrikam",
                    "Active|None|Doesn't apply|Indirect reseller||Fabrikam",
                    "Expiring|Global Reader|Watch|Microsoft Support|Dec 1, 2026|Wingtip",
                ],
            )],
        ),
        NOW,
    );
    assert_eq!((reading.tables[0].recognised, reading.tables[0].column), (true, 0));
    check_rows(
        &reading,
        0,
        &[
            "Fabrikam|Granular|Mail|-|Exchange|-|2026-11-25|Active",
            "Fabrikam|IndirectReseller|-|-||-|-|Active",
            "Wingtip|MicrosoftSupport|Watch|-|Global Reader|-|2026-12-01|Expiring",
        ],
    );
    let seen = relationships(&reading, 0)[0].seen[0];
    assert_eq!((seen.tier, seen.place, seen.at), (Tier::Page, Place::List, NOW));
    assert_eq!(reading.organization.as_deref(), Some("Contoso Ltd"));
}

#[test]
fn rows_that_say_too_little_are_nothing() {
    let headers = "Partner|Relationship type|Relationship name|Roles|Status";
    let reading = read(
        &list(
            "en-US",
            vec![
                table(
                    0,
                    None,
                    headers,
                    &["Fabrikam||||", "||||", "|Reseller|||Active", "Fabrikam|Reseller"],
                ),
                // A granular relationship always has roles, so an empty cell isn't "no roles".
                table(1, None, headers, &["Fabrikam|Granular admin access|Mail||Active"]),
                table(2, None, headers, &["#(1)", "|Reseller|||Active"]),
            ],
        ),
        NOW,
    );
    check_rows(&reading, 0, &["Fabrikam|Reseller|-|-||-|-|-"]);
    check_rows(&reading, 1, &["Fabrikam|Granular|Mail|-|unread|-|-|Active"]);
    check_rows(&reading, 2, &[]);
    assert_eq!(groups(&reading, 2).len(), 0);
    assert_eq!(reading.tables[0].rows.len(), 4, "rows stay aligned with the facts");
}

#[test]
fn a_list_grouped_by_something_else_keeps_its_partners() {
    let reading = read(
        &list(
            "en-US",
            vec![table(
                0,
                None,
                "Partner|Relationship type|Relationship name|Roles|Status",
                &[
                    "#Active (2)",
                    "Fabrikam|Granular admin access|Mail|Exchange admin|Active",
                    "Wingtip|Reseller|Doesn't apply||Active",
                ],
            )],
        ),
        NOW,
    );
    assert_eq!(groups(&reading, 0).len(), 0);
    assert_eq!(reading.tables[0].column, 0);
    check_rows(
        &reading,
        0,
        &["Fabrikam|Granular|Mail|-|Exchange|-|-|Active", "Wingtip|Reseller|-|-||-|-|Active"],
    );
}

#[test]
fn partners_that_look_the_same_share_their_name() {
    let reading = read(
        &list(
            "en-US",
            vec![table(
                0,
                None,
                "Partner|Relationship type|Relationship name|Roles|Status",
                &["#Fabrikam (1)", "#Fab\u{200B}rikam (1)", "#Contoso (1)"],
            )],
        ),
        NOW,
    );
    let shared: Vec<bool> = groups(&reading, 0).iter().map(|group| group.shares_name).collect();
    assert_eq!(shared, [true, true, false]);
}

#[test]
fn five_thousand_rows() {
    let headers = "Partner|Relationship type|Relationship name|Roles|Duration|Status";
    let row = "|Granular admin access|Operations|Groups admin, Intune Administrator, Global Administrator, + 1 more|3/8/2026 - 9/4/2026|Active";
    let mut lines = vec!["#Woodgrove (5000)"];
    lines.resize(5_001, row);
    let reading = read(&list("en-US", vec![table(0, None, headers, &lines)]), NOW);
    assert_eq!(relationships(&reading, 0).len(), 5_000);
    assert_eq!(groups(&reading, 0)[0].count, Some(5_000));
}
