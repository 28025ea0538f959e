//! Types, statuses and other words in the eight languages.

use super::*;
use crate::vocabulary::tests::shipped;

#[test]
fn partner_types_in_every_language() {
    let vocabulary = shipped();
    use PartnerType::{
        Advisor, Granular, IndirectProvider, IndirectReseller, Isv, LineOfBusiness,
        MicrosoftSupport, Mpsa, Oem, Other, Partner, Reseller,
    };
    for (kind, texts) in [
        (
            Granular,
            &[
                "Granular admin access",
                "Partner with GDAP access",
                "Granular delegated administrative privileges (GDAP)",
                "Präziser Administratorzugriff",
                "Accès administrateur granulaire",
                "Acceso de administrador granular",
                "Accesso amministrativo granulare",
                "Gedetailleerde beheerderstoegang",
                "Acesso de administrador granular",
                "詳細な管理者アクセス",
            ][..],
        ),
        (
            Reseller,
            &[
                "Reseller",
                "reseller ",
                "Handelspartner",
                "Revendeur",
                "Revendedor",
                "Rivenditore",
                "Wederverkoper",
                "リセラー",
            ],
        ),
        (
            IndirectReseller,
            &[
                "Indirect reseller",
                "Indirekter Handelspartner",
                "Revendeur indirect",
                "Revendedor indirecto",
                "Rivenditore indiretto",
                "Indirecte wederverkoper",
                "Revendedor indireto",
                "間接リセラー",
            ],
        ),
        (
            IndirectProvider,
            &[
                "Indirect provider",
                "Indirekter Anbieter",
                "Fournisseur indirect",
                "Proveedor indirecto",
                "Provider indiretto",
                "Indirecte provider",
                "Fornecedor indireto",
                "間接プロバイダー",
            ],
        ),
        (
            Advisor,
            &[
                "Advisor",
                "Berater",
                "Conseiller",
                "Asesor",
                "Consulente",
                "Adviseur",
                "Consultor",
                "アドバイザー",
            ],
        ),
        (
            Isv,
            &[
                "Independent Software Vendors (ISV)",
                "ISV",
                "Unabhängiger Softwarehersteller (ISV)",
                "Éditeur de logiciels indépendant",
                "独立系ソフトウェア ベンダー（ISV）",
            ],
        ),
        (
            LineOfBusiness,
            &["Line-of-business (LOB) partner", "Branchenpartner", "Partenaire métier (LOB)"],
        ),
        (Mpsa, &["Microsoft Products & Services Agreement (MPSA) partner", "MPSA"]),
        (Oem, &["OEM"]),
        (Partner, &["Partner", "Partenaire", "Socio", "Parceiro", "パートナー"]),
        (MicrosoftSupport, &["Microsoft support", "Microsoft-Support", "Microsoft サポート"]),
        (Other("Quantum reseller".to_owned()), &["Quantum\u{200B} reseller"]),
        (Other(String::new()), &["", " "]),
    ] {
        for text in texts {
            assert_eq!(partner_type(&vocabulary, text), kind, "{text}");
        }
    }
}

#[test]
fn authorizations() {
    let vocabulary = shipped();
    for (text, expected) in [
        ("DAP", Some(Authorization::Dap)),
        ("dap ", Some(Authorization::Dap)),
        ("DAP, GDAP", Some(Authorization::Dap)),
        ("Delegated administrative privileges (DAP)", Some(Authorization::Dap)),
        ("Delegierte Administratorrechte", Some(Authorization::Dap)),
        ("GDAP", Some(Authorization::Gdap)),
        ("Granular delegated admin privileges", Some(Authorization::Gdap)),
        ("None", Some(Authorization::None)),
        ("Doesn’t apply", Some(Authorization::None)),
        ("—", Some(Authorization::None)),
        ("", None),
        ("\u{200B}", None),
        ("XDAP", Some(Authorization::Other("XDAP".to_owned()))),
    ] {
        assert_eq!(authorization(&vocabulary, text), expected, "{text}");
    }
}

#[test]
fn statuses_in_every_language() {
    let vocabulary = shipped();
    use Status::{Activating, Active, ApprovalPending, Expired, Expiring, Terminated, Terminating};
    let statuses =
        [ApprovalPending, Activating, Active, Expiring, Expired, Terminating, Terminated];
    for texts in [
        "Approval pending;Activating;Active;Expiring;Expired;Terminating;Terminated",
        "Genehmigung ausstehend;Wird aktiviert;Aktiv;Läuft ab;Abgelaufen;Wird beendet;Beendet",
        "En attente d’approbation;Activation en cours;Actif;Expiration proche;Expiré;Résiliation en cours;Résilié",
        "Pendiente de aprobación;Activando;Activo;A punto de expirar;Expirado;Terminando;Terminado",
        "In attesa di approvazione;Attivazione in corso;Attivo;In scadenza;Scaduto;Terminazione in corso;Terminato",
        "Wacht op goedkeuring;Wordt geactiveerd;Actief;Verloopt binnenkort;Verlopen;Wordt beëindigd;Beëindigd",
        "Aguardando aprovação;Ativando;Ativo;Expira em breve;Expirado;Encerrando;Encerrado",
        "承認待ち;アクティブ化中;アクティブ;まもなく期限切れ;期限切れ;終了中;終了済み",
    ] {
        for (text, expected) in texts.split(';').zip(&statuses) {
            assert_eq!(status(&vocabulary, text).as_ref(), Some(expected), "{text}");
            assert_eq!(
                status(&vocabulary, &format!("\u{E930} {text} ")).as_ref(),
                Some(expected),
                "{text}"
            );
        }
    }
    assert_eq!(
        status(&vocabulary, "Active Active"),
        Some(Active),
        "an icon's text beside the word"
    );
    assert_eq!(status(&vocabulary, "Paused"), Some(Status::Other("Paused".to_owned())));
    assert_eq!(status(&vocabulary, "Not active"), Some(Status::Other("Not active".to_owned())));
    assert_eq!(status(&vocabulary, ""), None);
}

#[test]
fn nothing_to_say_in_every_language() {
    let vocabulary = shipped();
    for text in [
        "Doesn't apply",
        "Doesn’t apply",
        "N/A",
        "Nicht zutreffend",
        "Ne s’applique pas",
        "No se aplica",
        "Non applicabile",
        "Niet van toepassing",
        "n.v.t.",
        "Não se aplica",
        "該当なし",
        "-",
        "—",
    ] {
        assert!(is_not_applicable(&vocabulary, text), "{text}");
    }
    for text in ["", "Contoso admin relationship", "Nonesuch", "…"] {
        assert!(!is_not_applicable(&vocabulary, text), "{text}");
    }
}

#[test]
fn counts_of_what_is_hidden() {
    let vocabulary = shipped();
    for (text, expected) in [
        ("+ 5 more", Some(5)),
        ("+ 1 more", Some(1)),
        ("+5", Some(5)),
        ("＋ ５ more", Some(5)),
        ("5 more", Some(5)),
        ("and 5 more", Some(5)),
        ("+ 5 weitere", Some(5)),
        ("und 5 weitere", Some(5)),
        ("+ 5 de plus", Some(5)),
        ("et 5 autres", Some(5)),
        ("+ 5 más", Some(5)),
        ("y 5 más", Some(5)),
        ("+ altri 5", Some(5)),
        ("e altri 5", Some(5)),
        ("+ 5 meer", Some(5)),
        ("en nog 5 andere", Some(5)),
        ("+ mais 5", Some(5)),
        ("e mais 5", Some(5)),
        ("他 5 件", Some(5)),
        ("他5件", Some(5)),
        ("その他 5 件", Some(5)),
        ("+ 5 więcej", Some(5)),
        ("Windows 365 Administrator", None),
        ("Dynamics 365 admin", None),
        ("365", None),
        ("+ more", None),
        ("+ 5 of 7", None),
        ("+ 99999999999 more", None),
        ("", None),
    ] {
        assert_eq!(hidden(&vocabulary, text), expected, "{text}");
    }
}

#[test]
fn lengths_in_days() {
    let vocabulary = shipped();
    for text in [
        "90 days",
        "90 Tage",
        "90 jours",
        "90 días",
        "90 giorni",
        "90 dagen",
        "90 dias",
        "90 日",
        "90日間",
    ] {
        assert_eq!(days(&vocabulary, text), Some(90), "{text}");
    }
    for text in ["90", "days", "3 months", "90 days or more", ""] {
        assert_eq!(days(&vocabulary, text), None, "{text}");
    }
}

#[test]
fn sections() {
    let vocabulary = shipped();
    for (caption, expected) in [
        ("Granular delegated administrative privileges (GDAP)", Some(Section::Granular)),
        ("Präzise delegierte Administratorrechte (GDAP)", Some(Section::Granular)),
        ("Other partner types", Some(Section::Other)),
        ("Andere Partnertypen", Some(Section::Other)),
        ("Autres types de partenaires", Some(Section::Other)),
        ("その他のパートナーの種類", Some(Section::Other)),
        ("Partner relationships", None),
        ("", None),
    ] {
        assert_eq!(section(&vocabulary, caption), expected, "{caption}");
    }
}
