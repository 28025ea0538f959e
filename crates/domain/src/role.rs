//! Microsoft Entra's built-in directory roles.

use crate::role_table::{NAMES, ROLES};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// The day of Microsoft's role reference from which the table was made, as `YYYY-MM-DD`. The label
/// *privileged* changes over time, so whoever shows it says this date.
pub const TABLE_DATE: &str = "2026-07-27";

/// The template id of a built-in role: a GUID, the same in every tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(u128);

impl RoleId {
    /// Application Administrator.
    pub const APPLICATION_ADMINISTRATOR: Self = Self(0x9b89_5d92_2cd3_44c7_9d02_a6ac_2d5e_a5c3);
    /// Authentication Administrator.
    pub const AUTHENTICATION_ADMINISTRATOR: Self = Self(0xc4e3_9bd9_1100_46d3_8c65_fb16_0da0_071f);
    /// Cloud Application Administrator.
    pub const CLOUD_APPLICATION_ADMINISTRATOR: Self =
        Self(0x158c_047a_c907_4556_b7ef_4465_51a6_b5f7);
    /// Conditional Access Administrator.
    pub const CONDITIONAL_ACCESS_ADMINISTRATOR: Self =
        Self(0xb1be_1c3e_b65d_4f19_8427_f6fa_0d97_feb9);
    /// Domain Name Administrator.
    pub const DOMAIN_NAME_ADMINISTRATOR: Self = Self(0x8329_153b_31d0_4727_b945_745e_b3bc_5f31);
    /// External Identity Provider Administrator.
    pub const EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR: Self =
        Self(0xbe2f_45a1_457d_42af_a067_6ec1_fa63_bc45);
    /// Global Administrator.
    pub const GLOBAL_ADMINISTRATOR: Self = Self(0x62e9_0394_69f5_4237_9190_0121_7714_5e10);
    /// Global Reader.
    pub const GLOBAL_READER: Self = Self(0xf2ef_992c_3afb_46b9_b7cf_a126_ee74_c451);
    /// Helpdesk Administrator.
    pub const HELPDESK_ADMINISTRATOR: Self = Self(0x7298_27e3_9c14_49f7_bb1b_9608_f156_bbb8);
    /// Hybrid Identity Administrator.
    pub const HYBRID_IDENTITY_ADMINISTRATOR: Self = Self(0x8ac3_fc64_6eca_42ea_9e69_59f4_c7b6_0eb2);
    /// Partner Tier1 Support.
    pub const PARTNER_TIER1_SUPPORT: Self = Self(0x4ba3_9ca4_527c_499a_b93d_d9b4_92c5_0246);
    /// Partner Tier2 Support.
    pub const PARTNER_TIER2_SUPPORT: Self = Self(0xe00e_864a_17c5_4a4b_9c06_f5b9_5a8d_5bd8);
    /// Privileged Authentication Administrator.
    pub const PRIVILEGED_AUTHENTICATION_ADMINISTRATOR: Self =
        Self(0x7be4_4c8a_adaf_4e2a_84d6_ab26_49e0_8a13);
    /// Privileged Role Administrator.
    pub const PRIVILEGED_ROLE_ADMINISTRATOR: Self = Self(0xe861_1ab8_c189_46e8_94e1_6021_3ab1_f814);
    /// Security Administrator.
    pub const SECURITY_ADMINISTRATOR: Self = Self(0x194a_e4cb_b126_40b2_bd5b_6091_b380_977d);
    /// Security Reader.
    pub const SECURITY_READER: Self = Self(0x5d6b_6bb7_de71_4623_b4af_9638_0a35_2509);
    /// User Administrator.
    pub const USER_ADMINISTRATOR: Self = Self(0xfe93_0be7_5e62_47db_91af_98c3_a49a_38b1);

    /// The id whose 32 hexadecimal digits make this number.
    #[must_use]
    pub const fn from_u128(value: u128) -> Self {
        Self(value)
    }

    /// Reads a GUID of the form `62e90394-69f5-4237-9190-012177145e10`, in any case. Other ways to
    /// write a GUID, with braces or without hyphens, are refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 36 {
            return None;
        }
        let mut value = 0_u128;
        for (at, byte) in text.bytes().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return None;
                }
                continue;
            }
            value = value << 4 | u128::from(char::from(byte).to_digit(16)?);
        }
        Some(Self(value))
    }
}

impl fmt::Display for RoleId {
    /// Writes the lower-case GUID.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Digit by digit: the formatting and division of 128-bit numbers would cost 1.5 kB of WASM.
        let mut text = String::with_capacity(36);
        for (at, byte) in self.0.to_be_bytes().into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            for digit in [byte >> 4, byte & 0xf] {
                text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
            }
        }
        f.write_str(&text)
    }
}

impl Serialize for RoleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RoleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a role id, which is a GUID"))
    }
}

/// What a role is mainly about, so that many roles can be read by what they allow. The product's
/// own grouping; a role that only reads stands under [`Capability::ReadOnly`] whatever it reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capability {
    /// Everything, or the means to get it: such a role can make itself Global Administrator or take
    /// over the account of one.
    FullControl,
    /// Users, groups, sign-in, domains and other access.
    Identity,
    /// Security and compliance settings.
    Security,
    /// App registrations and other enterprise apps.
    Apps,
    /// Mail, files, teamwork and business data, and the services that hold them.
    Data,
    /// Computers, phones, printers and what runs on them.
    Devices,
    /// Licences and billing.
    Commerce,
    /// Service health, support requests and help with calls.
    Support,
    /// Reads, and changes nothing.
    ReadOnly,
    /// None of the above.
    Other,
}

impl Capability {
    /// All of them, the farthest-reaching first: the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::FullControl,
        Self::Identity,
        Self::Security,
        Self::Apps,
        Self::Data,
        Self::Devices,
        Self::Commerce,
        Self::Support,
        Self::ReadOnly,
        Self::Other,
    ];

    /// The name in data, as serde writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FullControl => "full-control",
            Self::Identity => "identity",
            Self::Security => "security",
            Self::Apps => "apps",
            Self::Data => "data",
            Self::Devices => "devices",
            Self::Commerce => "commerce",
            Self::Support => "support",
            Self::ReadOnly => "read-only",
            Self::Other => "other",
        }
    }
}

/// A built-in role, from Microsoft's Entra permissions reference of [`TABLE_DATE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// Its template id.
    pub id: RoleId,
    /// Whether Microsoft labels it privileged.
    pub privileged: bool,
    /// What it is mainly about.
    pub capability: Capability,
}

impl Role {
    /// Every role of the table, by id.
    #[must_use]
    pub fn all() -> &'static [Self] {
        ROLES
    }

    /// The role of this id, where the table has it.
    #[must_use]
    pub fn by_id(id: RoleId) -> Option<&'static Self> {
        let at = ROLES.binary_search_by_key(&id, |role| role.id).ok()?;
        ROLES.get(at)
    }

    /// Its English name, as in Entra. Names stand in a table of their own, so that WASM that asks
    /// for none doesn't carry them.
    #[must_use]
    pub fn name(&self) -> &'static str {
        let at = ROLES.binary_search_by_key(&self.id, |role| role.id).ok();
        at.and_then(|at| NAMES.get(at)).copied().unwrap_or_default()
    }

    /// The role of exactly this English name, in any case. Other languages and the admin center's
    /// own names are the reader's business.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ROLES.get(NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

    const DATA: &str = include_str!("../data/roles.tsv");

    fn capability(name: &str) -> Capability {
        Capability::ALL.into_iter().find(|c| c.as_str() == name).expect(name)
    }

    fn parse_data() -> (Vec<Role>, Vec<&'static str>) {
        let mut lines = DATA.lines();
        assert_eq!(lines.next(), Some("id\tname\tprivileged\tcapability"));
        let mut roles: Vec<(Role, &'static str)> = lines
            .map(|line| {
                let fields: Vec<&'static str> = line.split('\t').collect();
                let [id, name, privileged, group] = fields[..] else { panic!("{line}") };
                let role = Role {
                    id: RoleId::parse(id).expect(line),
                    privileged: privileged.parse().expect(line),
                    capability: capability(group),
                };
                (role, name)
            })
            .collect();
        roles.sort_by_key(|(role, _)| role.id);
        roles.into_iter().unzip()
    }

    /// `0x` and the id in groups of four digits, as the table writes it.
    fn literal(id: RoleId) -> String {
        let digits = id.to_string().replace('-', "");
        let groups: Vec<&str> = (0..8).map(|at| &digits[at * 4..at * 4 + 4]).collect();
        format!("0x{}", groups.join("_"))
    }

    #[test]
    fn the_table_is_the_data() {
        let (roles, names) = parse_data();
        if roles != ROLES || names != NAMES {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/role_table.rs");
            let old = fs::read_to_string(&path).unwrap();
            let (head, _) = old.split_once("= &[\n").expect("the table starts with `= &[`");
            let mut new = format!("{head}= &[\n");
            for role in &roles {
                let (id, privileged, group) = (literal(role.id), role.privileged, role.capability);
                writeln!(new, "    row({id}, {privileged}, {group:?}),").unwrap();
            }
            new.push_str("];\n\n/// The names of [`ROLES`], in its order.\n#[rustfmt::skip]\n");
            new.push_str("pub(crate) static NAMES: &[&str] = &[\n");
            for name in &names {
                writeln!(new, "    \"{name}\",").unwrap();
            }
            new.push_str("];\n");
            fs::write(&path, new).unwrap();
            panic!(
                "role_table.rs differed from roles.tsv and has been rewritten: run the tests again"
            );
        }
    }

    #[test]
    fn ids_and_names_are_unique_and_found() {
        let names: BTreeSet<String> = NAMES.iter().map(|name| name.to_lowercase()).collect();
        assert_eq!(names.len(), ROLES.len());
        for pair in ROLES.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} and {}", pair[0].name(), pair[1].name());
        }
        for role in ROLES {
            assert_eq!(Role::by_id(role.id), Some(role));
            assert_eq!(Role::by_name(&role.name().to_uppercase()), Some(role));
        }
        assert_eq!((ROLES.len(), ROLES.iter().filter(|r| r.privileged).count()), (144, 34));
        assert_eq!(Role::by_id(RoleId(1)), None);
        assert_eq!(Role::by_name("Groups admin"), None);
        for group in Capability::ALL {
            assert!(ROLES.iter().any(|role| role.capability == group), "{group:?} is empty");
            let text = serde_json::to_string(&group).unwrap();
            assert_eq!(text, format!("\"{}\"", group.as_str()));
        }
    }

    #[test]
    fn the_constants_name_the_roles_they_say() {
        for (id, name) in [
            (RoleId::APPLICATION_ADMINISTRATOR, "Application Administrator"),
            (RoleId::AUTHENTICATION_ADMINISTRATOR, "Authentication Administrator"),
            (RoleId::CLOUD_APPLICATION_ADMINISTRATOR, "Cloud Application Administrator"),
            (RoleId::CONDITIONAL_ACCESS_ADMINISTRATOR, "Conditional Access Administrator"),
            (RoleId::DOMAIN_NAME_ADMINISTRATOR, "Domain Name Administrator"),
            (
                RoleId::EXTERNAL_IDENTITY_PROVIDER_ADMINISTRATOR,
                "External Identity Provider Administrator",
            ),
            (RoleId::GLOBAL_ADMINISTRATOR, "Global Administrator"),
            (RoleId::GLOBAL_READER, "Global Reader"),
            (RoleId::HELPDESK_ADMINISTRATOR, "Helpdesk Administrator"),
            (RoleId::HYBRID_IDENTITY_ADMINISTRATOR, "Hybrid Identity Administrator"),
            (RoleId::PARTNER_TIER1_SUPPORT, "Partner Tier1 Support"),
            (RoleId::PARTNER_TIER2_SUPPORT, "Partner Tier2 Support"),
            (
                RoleId::PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
                "Privileged Authentication Administrator",
            ),
            (RoleId::PRIVILEGED_ROLE_ADMINISTRATOR, "Privileged Role Administrator"),
            (RoleId::SECURITY_ADMINISTRATOR, "Security Administrator"),
            (RoleId::SECURITY_READER, "Security Reader"),
            (RoleId::USER_ADMINISTRATOR, "User Administrator"),
        ] {
            let role = Role::by_id(id).expect(name);
            assert_eq!((role.name(), role.privileged), (name, true));
        }
    }

    #[test]
    fn ids_are_guids() {
        let guid = "62e90394-69f5-4237-9190-012177145e10";
        for (text, ok) in [
            (guid, true),
            ("62E90394-69F5-4237-9190-012177145E10", true),
            ("62e9039469f542379190012177145e10", false),
            ("{62e90394-69f5-4237-9190-012177145e10}", false),
            ("62e90394-69f5-4237-9190-012177145e1", false),
            ("62e90394-69f5-4237-9190+012177145e10", false),
            ("62e90394-69f5-4237-9190-01217714é10", false),
            ("", false),
        ] {
            assert_eq!(RoleId::parse(text).is_some(), ok, "{text}");
        }
        let json = format!("\"{guid}\"");
        let id: RoleId = serde_json::from_str(&json).unwrap();
        assert_eq!(id, RoleId::GLOBAL_ADMINISTRATOR);
        assert_eq!(serde_json::to_string(&id).unwrap(), json);
        assert!(serde_json::from_str::<RoleId>("\"Global Administrator\"").is_err());
    }
}
