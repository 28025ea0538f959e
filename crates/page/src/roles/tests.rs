//! Role names in the eight languages, and lists of them.

use super::*;
use crate::vocabulary::tests::shipped;
use domain::role::Role;

fn name_of(id: RoleId) -> &'static str {
    Role::by_id(id).map_or("?", Role::name)
}

/// English; de; fr; es; it; nl; pt; ja.
const TRANSLATIONS: &[&str] = &[
    "Application Administrator;Anwendungsadministrator;Administrateur d’application;Administrador de aplicaciones;Amministratore applicazioni;Toepassingsbeheerder;Administrador de aplicativos;アプリケーション管理者",
    "Application Developer;Anwendungsentwickler;Développeur d’applications;Desarrollador de aplicaciones;Sviluppatore di applicazioni;Toepassingsontwikkelaar;Desenvolvedor de aplicativos;アプリケーション開発者",
    "Authentication Administrator;Authentifizierungsadministrator;Administrateur d’authentification;Administrador de autenticación;Amministratore dell’autenticazione;Verificatiebeheerder;Administrador de autenticação;認証管理者",
    "Billing Administrator;Abrechnungsadministrator;Administrateur de facturation;Administrador de facturación;Amministratore fatturazione;Factureringsbeheerder;Administrador de cobrança;課金管理者",
    "Cloud Application Administrator;Cloudanwendungsadministrator;Administrateur d’application cloud;Administrador de aplicaciones en la nube;Amministratore applicazione cloud;Cloudtoepassingsbeheerder;Administrador de aplicativos de nuvem;クラウド アプリケーション管理者",
    "Cloud Device Administrator;Cloudgeräteadministrator;Administrateur d’appareil cloud;Administrador de dispositivos en la nube;Amministratore dispositivo cloud;Beheerder van cloudapparaten;Administrador de dispositivo de nuvem;クラウド デバイス管理者",
    "Conditional Access Administrator;Administrator für bedingten Zugriff;Administrateur de l’accès conditionnel;Administrador de acceso condicional;Amministratore accesso condizionale;Beheerder voor voorwaardelijke toegang;Administrador de acesso condicional;条件付きアクセス管理者",
    "Directory Readers;Verzeichnisleseberechtigte;Lecteurs d’annuaire;Lectores de directorio;Ruolo con autorizzazioni di lettura nella directory;Adreslijstlezers;Leitores de diretório;ディレクトリ閲覧者",
    "Directory Writers;Verzeichnisschreiber;Rédacteurs d’annuaire;Escritores de directorio;Ruolo con autorizzazioni di scrittura nella directory;Adreslijstschrijvers;Gravadores de diretório;ディレクトリ ライター",
    "Domain Name Administrator;Domänennamenadministrator;Administrateur de noms de domaine;Administrador de nombres de dominio;Amministratore nomi di dominio;Domeinnaambeheerder;Administrador de nomes de domínio;ドメイン名管理者",
    "Exchange Administrator;Exchange-Administrator;Administrateur Exchange;Administrador de Exchange;Amministratore di Exchange;Exchange-beheerder;Administrador do Exchange;Exchange 管理者",
    "External Identity Provider Administrator;Administrator für externe Identitätsanbieter;Administrateur de fournisseurs d’identité externes;Administrador de proveedores de identidades externos;Amministratore provider di identità esterno;Beheerder van externe id-providers;Administrador de provedor de identidade externo;外部 ID プロバイダー管理者",
    "Global Administrator;Globaler Administrator;Administrateur général;Administrador global;Amministratore globale;Globale beheerder;Administrador global;グローバル管理者",
    "Global Reader;Globaler Leser;Lecteur général;Lector global;Lettore globale;Algemene lezer;Leitor global;グローバル閲覧者",
    "Groups Administrator;Gruppenadministrator;Administrateur de groupes;Administrador de grupos;Amministratore gruppi;Groepsbeheerder;Administrador de grupos;グループ管理者",
    "Helpdesk Administrator;Helpdeskadministrator;Administrateur du support technique;Administrador del departamento de soporte técnico;Amministratore supporto tecnico;Helpdeskbeheerder;Administrador de assistência técnica;ヘルプデスク管理者",
    "Hybrid Identity Administrator;Hybrididentitätsadministrator;Administrateur d’identité hybride;Administrador de identidad híbrida;Amministratore delle identità ibride;Beheerder van hybride identiteit;Administrador de identidade híbrida;ハイブリッド ID 管理者",
    "Intune Administrator;Intune-Administrator;Administrateur Intune;Administrador de Intune;Amministratore di Intune;Intune-beheerder;Administrador do Intune;Intune 管理者",
    "License Administrator;Lizenzadministrator;Administrateur de licences;Administrador de licencias;Amministratore licenze;Licentiebeheerder;Administrador de licenças;ライセンス管理者",
    "Lifecycle Workflows Administrator;Administrator für Lebenszyklus-Workflows;Administrateur de workflows de cycle de vie;Administrador de flujos de trabajo de ciclo de vida;Amministratore flussi di lavoro del ciclo di vita;Beheerder van levenscycluswerkstromen;Administrador de fluxos de trabalho do ciclo de vida;ライフサイクル ワークフロー管理者",
    "Partner Tier1 Support;Partnersupport der Ebene 1;Support de niveau 1 du partenaire;Soporte para asociados de nivel 1;Supporto partner - Livello 1;Ondersteuning van partners (laag 1);Suporte de camada 1 para parceiros;パートナー レベル 1 のサポート",
    "Partner Tier2 Support;Partnersupport der Ebene 2;Support de niveau 2 du partenaire;Soporte para asociados de nivel 2;Supporto partner - Livello 2;Ondersteuning van partners (laag 2);Suporte de camada 2 para parceiros;パートナー レベル 2 のサポート",
    "Password Administrator;Kennwortadministrator;Administrateur de mots de passe;Administrador de contraseñas;Amministratore password;Wachtwoordbeheerder;Administrador de senha;パスワード管理者",
    "Privileged Authentication Administrator;Privilegierter Authentifizierungsadministrator;Administrateur d’authentification privilégié;Administrador de autenticación con privilegios;Amministratore autenticazione con privilegi;Beheerder van bevoegde verificatie;Administrador de autenticação privilegiada;特権認証管理者",
    "Privileged Role Administrator;Administrator für privilegierte Rollen;Administrateur de rôle privilégié;Administrador de roles con privilegios;Amministratore dei ruoli con privilegi;Beheerder voor bevoorrechte rollen;Administrador de função com privilégios;特権ロール管理者",
    "Reports Reader;Berichtsleser;Lecteur de rapports;Lector de informes;Lettore report;Rapportenlezer;Leitor de relatórios;レポート閲覧者",
    "Security Administrator;Sicherheitsadministrator;Administrateur de la sécurité;Administrador de seguridad;Amministratore della sicurezza;Beveiligingsbeheerder;Administrador de segurança;セキュリティ管理者",
    "Security Operator;Sicherheitsoperator;Opérateur de sécurité;Operador de seguridad;Operatore per la sicurezza;Beveiligingsoperator;Operador de segurança;セキュリティ オペレーター",
    "Security Reader;Sicherheitsleseberechtigter;Lecteur de sécurité;Lector de seguridad;Ruolo con autorizzazioni di lettura per la sicurezza;Beveiligingslezer;Leitor de segurança;セキュリティ閲覧者",
    "Service Support Administrator;Dienstsupportadministrator;Administrateur du support de service;Administrador de soporte técnico del servicio;Amministratore supporto servizi;Serviceondersteuningsbeheerder;Administrador de suporte de serviço;サービス サポート管理者",
    "SharePoint Administrator;SharePoint-Administrator;Administrateur SharePoint;Administrador de SharePoint;Amministratore di SharePoint;SharePoint-beheerder;Administrador do SharePoint;SharePoint 管理者",
    "Teams Administrator;Teams-Administrator;Administrateur Teams;Administrador de Teams;Amministratore di Teams;Teams-beheerder;Administrador do Teams;Teams 管理者",
    "Teams Communications Administrator;Teams-Kommunikationsadministrator;Administrateur des communications Teams;Administrador de comunicaciones de Teams;Amministratore comunicazioni Teams;Teams-communicatiebeheerder;Administrador de comunicações do Teams;Teams 通信管理者",
    "User Administrator;Benutzeradministrator;Administrateur d’utilisateurs;Administrador de usuarios;Amministratore utenti;Gebruikersbeheerder;Administrador de usuários;ユーザー管理者",
];

#[test]
fn control_plane_and_common_roles_are_known_in_every_language() {
    let vocabulary = shipped();
    for line in TRANSLATIONS {
        let names: Vec<&str> = line.split(';').collect();
        assert_eq!(names.len(), 8, "{line}");
        for name in &names {
            assert_eq!(vocabulary.role(name).map(name_of), Some(names[0]), "{name}");
        }
    }
    let known: Vec<&str> = TRANSLATIONS.iter().filter_map(|line| line.split(';').next()).collect();
    for id in [
        RoleId::APPLICATION_ADMINISTRATOR,
        RoleId::AUTHENTICATION_ADMINISTRATOR,
        RoleId::CLOUD_APPLICATION_ADMINISTRATOR,
        RoleId::CONDITIONAL_ACCESS_ADMINISTRATOR,
        RoleId::DOMAIN_NAME_ADMINISTRATOR,
        RoleId::EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR,
        RoleId::GLOBAL_ADMINISTRATOR,
        RoleId::GLOBAL_READER,
        RoleId::HELPDESK_ADMINISTRATOR,
        RoleId::HYBRID_IDENTITY_ADMINISTRATOR,
        RoleId::PARTNER_TIER1_SUPPORT,
        RoleId::PARTNER_TIER2_SUPPORT,
        RoleId::PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
        RoleId::PRIVILEGED_ROLE_ADMINISTRATOR,
        RoleId::SECURITY_ADMINISTRATOR,
        RoleId::SECURITY_READER,
        RoleId::USER_ADMINISTRATOR,
    ] {
        assert!(known.contains(&name_of(id)), "{}", name_of(id));
    }
}

#[test]
fn names_and_aliases() {
    let vocabulary = shipped();
    for (role, names) in [
        (
            "Global Administrator",
            &[
                "Global admin",
                "GLOBAL ADMINISTRATOR",
                "Company Administrator",
                "Globaler Administrator",
                "Administrateur général",
                "Administratrice générale",
                "Administrador global",
                "Amministratore globale",
                "Globale beheerder",
                "Globale administrator",
                "グローバル管理者",
            ][..],
        ),
        ("Groups Administrator", &["Groups admin", "Gruppenadministrator", "グループ管理者"]),
        (
            "Helpdesk Administrator",
            &["Helpdesk admin", "Helpdesk-Administrator", "Helpdeskbeheerder"],
        ),
        ("Billing Administrator", &["Billing admin", "Abrechnungsadministrator", "課金管理者"]),
        ("Search Administrator", &["Search admin"]),
        ("Teams Communications Administrator", &["Teams communication admin"]),
        (
            "Fabric Administrator",
            &["Power BI Administrator", "Power BI-Administrator", "Power BI 管理者"],
        ),
        (
            "Exchange Administrator",
            &[
                "Exchange admin",
                "Exchange-Administrator",
                "Administrateur Exchange",
                "Exchange 管理者",
                "Exchange-beheerder",
            ],
        ),
        (
            "Dynamics 365 Administrator",
            &["Administrador de Dynamics 365", "CRM Service Administrator"],
        ),
        ("Service Support Administrator", &["Service administrator", "Service support admin"]),
        (
            "User Administrator",
            &["User Account Administrator", "Benutzer-Administrator", "ユーザー管理者"],
        ),
        (
            "License Administrator",
            &["Licence Administrator", "Lizenzadministrator", "Administrateur de licences"],
        ),
        ("Directory Writers", &["Verzeichnisschreiber", "ディレクトリ ライター"]),
        ("Partner Tier2 Support", &["Partner Tier 2 Support"]),
        (
            "Microsoft Entra Joined Device Local Administrator",
            &["Azure AD Joined Device Local Administrator"],
        ),
    ] {
        for name in names {
            assert_eq!(vocabulary.role(name).map(name_of), Some(role), "{name}");
        }
    }
    for name in [
        "Super Administrator",
        "Global",
        "Administrator",
        "Exchange",
        "Global Administrator Reader",
        "",
    ] {
        assert_eq!(vocabulary.role(name), None, "{name}");
    }
}

#[test]
fn lists() {
    let vocabulary = shipped();
    for (text, expected, hidden) in [
        (
            "Directory Readers, Directory Writers, License Administrator, + 5 more",
            "Directory Readers;Directory Writers;License Administrator",
            5,
        ),
        ("Global Administrator, Helpdesk admin", "Global Administrator;Helpdesk Administrator", 0),
        (
            "Globaler Administrator; Exchange-Administrator, + 2 weitere",
            "Global Administrator;Exchange Administrator",
            2,
        ),
        ("グローバル管理者、ユーザー管理者、他 5 件", "Global Administrator;User Administrator", 5),
        (
            "Global Administrator\nHelpdesk Administrator",
            "Global Administrator;Helpdesk Administrator",
            0,
        ),
        (
            "Global Administrator and Helpdesk Administrator",
            "Global Administrator;Helpdesk Administrator",
            0,
        ),
        ("Global Administrator und 5 weitere", "Global Administrator", 5),
        ("Global Administrator + 5 more", "Global Administrator", 5),
        ("Global Administrator, Global admin", "Global Administrator", 0),
        (
            "Wizard Administrator, Global Administrator",
            "?Wizard Administrator;Global Administrator",
            0,
        ),
        ("Wizard\u{202E} Administrator", "?Wizard Administrator", 0),
        ("Windows 365 Administrator", "Windows 365 Administrator", 0),
        ("Global Administrator, Exchange Admi…", "Global Administrator;?Exchange Admi…", 1),
        ("Global Administrator, …", "Global Administrator", 1),
        ("Global Administrator, ...", "Global Administrator", 1),
        ("Doesn’t apply", "", 0),
        ("None", "", 0),
        ("-", "", 0),
        ("", "", 0),
    ] {
        let roles = list(&vocabulary, text);
        let named: Vec<String> = roles
            .named
            .iter()
            .map(|held| {
                held.id.map_or_else(|| format!("?{}", held.name), |id| name_of(id).to_owned())
            })
            .collect();
        assert_eq!(
            (named.join(";").as_str(), roles.hidden, roles.read),
            (expected, hidden, true),
            "{text}"
        );
    }
}

#[test]
fn hostile_lists_stay_bounded() {
    let vocabulary = shipped();
    let many: String = (0..5_000).map(|at| format!("Role x{at}y, ")).collect();
    let roles = list(&vocabulary, &many);
    assert_eq!((roles.named.len(), roles.hidden), (MOST, 4_600));
    let long = list(&vocabulary, &"a".repeat(10_000));
    assert_eq!(long.named[0].name.chars().count(), crate::text::LIMIT);
    assert_eq!(list(&vocabulary, &"+ 4000000000 more,".repeat(3)).hidden, u32::MAX);
}
