//! Detail and invitation pages.

use crate::{NOW, blocks, line, list, read, relationships, table};
use domain::Place;
use page::PageKind;
use protocol::content::{BlockFacts, LineFacts};

#[test]
fn detail_pages() {
    for (language, lines) in [
        (
            "en-US",
            [
                "Partner information: Fabrikam CSP; 1 Harbour Way; Austin, TX 78701; US; 15125550100",
                "Relationship type: Granular admin access",
                "Relationship name: Fabrikam operations",
                "Roles: Your partner requests these roles to support its work in the admin centers.; [Show role descriptions]; Groups admin; Intune Administrator; Global Administrator; Helpdesk admin",
                "Expiration date: 9/4/2026; [Remove roles]",
            ],
        ),
        (
            "de-DE",
            [
                "Partnerinformationen: Fabrikam CSP; Hafenweg 1",
                "Beziehungstyp: Granularer Administratorzugriff",
                "Beziehungsname: Fabrikam operations",
                "Rollen: Diese Rollen hat Ihr Partner für seine Arbeit in den Admin Centern.; [Rollenbeschreibungen anzeigen]; Gruppenadministrator; Intune-Administrator; Globaler Administrator; Helpdesk-Administrator",
                "Ablaufdatum: 4.9.2026; [Rollen entfernen]",
            ],
        ),
        (
            "fr-FR",
            [
                "Informations sur le partenaire: Fabrikam CSP; 1 quai du Port",
                "Type de relation: Accès administrateur granulaire",
                "Nom de la relation: Fabrikam operations",
                "Rôles: Voici les rôles de votre partenaire.; [Afficher les descriptions de rôle]; Administrateur de groupes; Administrateur Intune; Administrateur général; Administrateur du support technique",
                "Date d’expiration: 04/09/2026; [Supprimer des rôles]",
            ],
        ),
        (
            "ja-JP",
            [
                "パートナー情報: Fabrikam CSP; 港 1-2-3",
                "関係の種類: 詳細な管理者アクセス",
                "関係名: Fabrikam operations",
                "ロール: パートナーが管理センターでの作業のために持つロールです。; [ロールの説明を表示]; グループ管理者; Intune 管理者; グローバル管理者; ヘルプデスク管理者",
                "有効期限: 2026/9/4; [ロールの削除]",
            ],
        ),
    ] {
        let mut facts = blocks(language, "Fabrikam CSP", &lines);
        facts.route = "#/partners/details/1".to_owned();
        let reading = read(&facts, NOW);
        assert_eq!((reading.state, &reading.invitation), (PageKind::Detail, &None), "{language}");
        assert_eq!(reading.unrecognised, Vec::<String>::new(), "{language}");
        let detail = reading.detail.expect(language);
        assert_eq!(
            line(&detail),
            "Fabrikam CSP|Granular|Fabrikam operations|-|Groups,Intune,Global,Helpdesk|-|2026-09-04|-",
            "{language}"
        );
        assert!(detail.roles.is_complete());
        assert_eq!(detail.seen[0].place, Place::Detail);
    }
}

#[test]
fn a_detail_page_completes_the_row_it_was_opened_from() {
    let row = read(
        &list(
            "en-US",
            vec![table(
                0,
                None,
                "Partner|Relationship type|Relationship name|Roles|Duration|Status",
                &[
                    "#Fabrikam (1)",
                    "|Granular admin access|Operations|Groups admin, + 1 more|3/8/2026 - 9/4/2026|Active",
                ],
            )],
        ),
        NOW,
    );
    let detail = read(
        &blocks(
            "en-US",
            "Fabrikam",
            &[
                "Relationship type: Granular admin access",
                "Relationship name: Operations",
                "Roles: Groups admin; Global Administrator",
                "Expiration date: 9/4/2026",
            ],
        ),
        NOW,
    );
    let detail = detail.detail.expect("a detail page");
    assert_eq!(relationships(&row, 0)[0].id(), detail.id());
}

#[test]
fn invitation_pages() {
    for (language, title, lines) in [
        (
            "en-US",
            "Approve partner roles",
            [
                "Partner information: Fabrikam CSP; 1 Harbour Way",
                "Relationship type: Granular admin access",
                "Relationship name: Fabrikam trial",
                "Roles: Your partner requests these roles.; [Show role descriptions]; Groups admin; Search admin; [Show more roles]",
                "Duration: 90 days; [Approve all]; [Cancel]",
            ],
        ),
        (
            "de-DE",
            "Partnerrollen genehmigen",
            [
                "Partnerinformationen: Fabrikam CSP",
                "Beziehungstyp: Granularer Administratorzugriff",
                "Beziehungsname: Fabrikam trial",
                "Rollen: Ihr Partner bittet um diese Rollen.; [Rollenbeschreibungen anzeigen]; Gruppenadministrator; Suchadministrator; [Mehr Rollen anzeigen]",
                "Dauer: 90 Tage; [Alle genehmigen]; [Abbrechen]",
            ],
        ),
        (
            "fr-FR",
            "Approuver les rôles du partenaire",
            [
                "Informations sur le partenaire: Fabrikam CSP",
                "Type de relation: Accès administrateur granulaire",
                "Nom de la relation: Fabrikam trial",
                "Rôles: Votre partenaire demande ces rôles.; [Afficher les descriptions de rôle]; Administrateur de groupes; Administrateur de recherche; [Afficher plus de rôles]",
                "Durée: 90 jours; [Tout approuver]; [Annuler]",
            ],
        ),
        (
            "ja-JP",
            "パートナー ロールの承認",
            [
                "パートナー情報: Fabrikam CSP",
                "関係の種類: 詳細な管理者アクセス",
                "関係名: Fabrikam trial",
                "ロール: パートナーが要求しているロールです。; [ロールの説明を表示]; グループ管理者; 検索管理者; [その他のロールを表示]",
                "期間: 90 日; [すべて承認]; [キャンセル]",
            ],
        ),
    ] {
        let reading = read(&blocks(language, title, &lines), NOW);
        assert_eq!((reading.state, &reading.detail), (PageKind::Invitation, &None), "{language}");
        assert_eq!(reading.unrecognised, Vec::<String>::new(), "{language}");
        assert_eq!(reading.duration_days, Some(90), "{language}");
        let invitation = reading.invitation.expect(language);
        assert_eq!(
            line(&invitation),
            "Fabrikam CSP|Granular|Fabrikam trial|-|Groups,Search,+1|-|-|ApprovalPending",
            "{language}"
        );
        assert!(!invitation.roles.is_complete());
    }
    // A title in words that aren't known: the route says what it is.
    let mut facts = blocks(
        "pl",
        "Zatwierdź role",
        &["Partner information: Fabrikam CSP", "Roles: Groups admin; [Pokaż więcej]"],
    );
    facts.route = "#/partners/invitation/granularAdminRelationships/1-2".to_owned();
    let reading = read(&facts, NOW);
    assert_eq!(reading.state, PageKind::Invitation);
    assert_eq!(reading.unrecognised, ["Pokaż więcej"]);
    assert_eq!(
        line(&reading.invitation.expect("an invitation")),
        "Fabrikam CSP|Granular|-|-|Groups,+1|-|-|ApprovalPending",
        "a control that isn't known may hide roles"
    );
}

#[test]
fn title_and_organization_from_the_headings() {
    let mut facts = blocks(
        "en-US",
        "",
        &[
            ": [Dark mode]; Contoso Ltd; [Partner relationships]",
            "Fabrikam: Your partner can view data and manage your account in the admin centers.",
            "Partner information: Fabrikam GmbH; 1 Harbour Way",
            "Relationship type: Reseller",
            "Roles: None",
        ],
    );
    (facts.title, facts.organization) = (None, None);
    facts.blocks[0].level = 0;
    facts.blocks[1].level = 1;
    let reading = read(&facts, NOW);
    assert_eq!(reading.organization.as_deref(), Some("Contoso Ltd"));
    assert_eq!(line(&reading.detail.expect("a detail page")), "Fabrikam|Reseller|-|-||-|-|-");
    // Without a title there is nothing above it.
    facts.blocks.remove(1);
    let reading = read(&facts, NOW);
    assert_eq!(reading.organization, None);
    assert_eq!(reading.detail.expect("a detail page").partner, "Fabrikam GmbH");
    // A message in the main text, without an alert.
    facts.blocks = vec![BlockFacts {
        heading: String::new(),
        level: 0,
        lines: vec![LineFacts {
            text: "You don't have any partner relationships yet.".to_owned(),
            control: false,
        }],
    }];
    assert_eq!(read(&facts, NOW).state, PageKind::Empty);
}
