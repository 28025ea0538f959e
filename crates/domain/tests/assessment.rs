//! Whole assessments: one that is written down, and what has to hold for any.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop where it stands")]

use domain::{
    Assessment, Authorization, Date, Evidence, Level, Observation, PartnerType, Place,
    Relationship, RoleHeld, RoleList, RuleId, Standing, Status, Tier, Timestamp, assess,
    assess_partner, assess_relationship,
    assessment::Thresholds,
    evidence::{FORMAT, PartnerGroup},
    role::{Capability, Role},
};
use std::{fs, path::Path};

fn now() -> Timestamp {
    Timestamp::parse("2026-11-24T09:41:00Z").unwrap()
}

fn judge(evidence: &Evidence) -> Assessment {
    assess(evidence, &Thresholds::default(), now())
}

fn written_evidence() -> Evidence {
    serde_json::from_str(include_str!("data/evidence.json")).unwrap()
}

/// The written assessment is a sample to read as much as a check: when it changes, look at what
/// changed before keeping it.
#[test]
fn the_written_assessment_holds() {
    let assessment = judge(&written_evidence());
    let text = serde_json::to_string_pretty(&assessment).unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/assessment.json");
    let written = fs::read_to_string(&path).unwrap_or_default();
    if text != written {
        fs::write(&path, &text).unwrap();
        panic!("tests/data/assessment.json has changed and was rewritten: look at the difference");
    }
    assert_eq!(serde_json::from_str::<Assessment>(&text).unwrap(), assessment);
}

#[test]
fn the_worst_partner_comes_first() {
    let assessment = judge(&written_evidence());
    let partners: Vec<(&str, Level, Option<u32>, bool)> = assessment
        .partners
        .iter()
        .map(|p| (p.name.as_str(), p.level, p.listed, p.shares_name))
        .collect();
    let expected = [
        ("Lucerne Cloud", Level::Critical, None, true),
        ("Proseware Services", Level::Medium, None, false),
        ("Wide World Licences", Level::Low, None, false),
        ("Tailspin Support", Level::Unknown, Some(4), false),
    ];
    assert_eq!(partners, expected);
}

#[test]
fn a_partner_at_a_glance() {
    let assessment = judge(&written_evidence());
    let proseware = &assessment.partners[1];
    let standings: Vec<Standing> = proseware.relationships.iter().map(|r| r.standing).collect();
    assert_eq!(standings, [Standing::InForce, Standing::Pending, Standing::Ended]);

    let access = proseware.access();
    assert_eq!((access.relationships, access.hidden_roles, access.unread), (1, 5, 0));
    assert_eq!((access.role_count(), access.next_end), (3, Date::new(2026, 11, 28)));
    let mut roles = Vec::new();
    for group in &access.roles {
        for role in &group.roles {
            roles.push((group.capability, role.name.as_str(), role.privileged));
        }
    }
    let expected = [
        (Capability::Devices, "Intune Administrator", Some(true)),
        (Capability::ReadOnly, "Directory Readers", Some(false)),
        (Capability::Other, "Contoso Overseer", None),
    ];
    assert_eq!(roles, expected);
    assert!(proseware.commerce().links.is_empty());
    let history = proseware.history();
    assert_eq!((history.ended, history.latest_end), (1, Date::new(2026, 2, 28)));

    let seller = &assessment.partners[2];
    assert_eq!(seller.commerce().links, [PartnerType::IndirectReseller]);
    assert_eq!(seller.access().role_count(), 0);
}

#[test]
fn partners_that_differ_in_case_are_one() {
    let mut evidence = Evidence::default();
    for (partner, name) in [("PROSEWARE", "One"), ("Proseware", "Two")] {
        let mut relationship = written_evidence().relationships[1].clone();
        relationship.partner = partner.to_owned();
        relationship.name = Some(name.to_owned());
        evidence.relationships.push(relationship);
    }
    let assessment = judge(&evidence);
    assert_eq!(assessment.partners.len(), 1);
    assert_eq!(assessment.partners[0].name, "PROSEWARE");
    assert_eq!(assessment.partners[0].relationships.len(), 2);
}

#[test]
fn evidence_of_nobody_is_refused() {
    let unseen = r#"{"format":1,"relationships":[{"partner":"P","type":"oem","seen":[]}]}"#;
    let error = serde_json::from_str::<Evidence>(unseen).unwrap_err().to_string();
    assert!(error.starts_with("a relationship must have been seen at least once"), "{error}");
    let more = r#"{"format":1,"score":7}"#;
    assert!(serde_json::from_str::<Evidence>(more).is_err());
    assert_eq!(serde_json::from_str::<Evidence>(r#"{"format":1}"#).unwrap(), Evidence::default());
}

/// A xorshift generator: the same run every time, and no crate for it.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn pick<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }

    fn relationship(&mut self) -> Relationship {
        let other = || "Sonstige".to_owned();
        let named = (0..self.below(4)).map(|_| {
            let role = self.pick(Role::all());
            let known = self.below(12) > 0;
            RoleHeld { id: known.then_some(role.id), name: role.name().to_owned() }
        });
        let named = named.collect();
        let end = Date::new(
            i32::try_from(2026 + self.below(3)).unwrap(),
            u8::try_from(1 + self.below(12)).unwrap(),
            u8::try_from(1 + self.below(28)).unwrap(),
        );
        let names = ["Managed services", "MLT_1f2e3d4c_99aa88bb_12345678", "Backup"];
        let place = self.pick(&[Place::List, Place::Detail]);
        Relationship {
            partner: self.pick(&["Proseware", "Lucerne", "Tailspin", "tailspin"]).to_owned(),
            partner_type: self.pick(&[
                PartnerType::Granular,
                PartnerType::Granular,
                PartnerType::Granular,
                PartnerType::Reseller,
                PartnerType::IndirectProvider,
                PartnerType::Advisor,
                PartnerType::Partner,
                PartnerType::Isv,
                PartnerType::Other(other()),
            ]),
            name: (self.below(6) > 0).then(|| self.pick(&names).to_owned()),
            authorization: self.pick(&[
                None,
                None,
                Some(Authorization::None),
                Some(Authorization::Dap),
                Some(Authorization::Gdap),
                Some(Authorization::Other(other())),
            ]),
            roles: RoleList { named, hidden: self.pick(&[0, 0, 0, 2, 9]), read: self.below(8) > 0 },
            start: None,
            end: end.filter(|_| self.below(6) > 0),
            status: self.pick(&[
                None,
                Some(Status::Active),
                Some(Status::Active),
                Some(Status::Expiring),
                Some(Status::Activating),
                Some(Status::Terminating),
                Some(Status::Expired),
                Some(Status::Terminated),
                Some(Status::ApprovalPending),
                Some(Status::Other(other())),
            ]),
            seen: vec![Observation { tier: Tier::Page, place, at: now() }],
        }
    }

    fn evidence(&mut self) -> Evidence {
        let relationships = (0..self.below(12)).map(|_| self.relationship()).collect();
        let groups = ["Proseware", "Lucerne", "Tailspin", "Woodgrove"]
            .into_iter()
            .take(self.below(5))
            .map(|partner| PartnerGroup {
                partner: partner.to_owned(),
                count: self.pick(&[None, Some(1), Some(3)]),
                shares_name: self.below(8) == 0,
                at: now(),
            })
            .collect();
        Evidence { format: FORMAT, organization: None, relationships, groups }
    }
}

/// Runs `property` over many made-up things; a failure names the round, which is the seed.
fn for_any(property: impl Fn(&mut Random)) {
    for round in 1..=1_000_u64 {
        let mut random = Random(round.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            property(&mut random);
        }));
        assert!(outcome.is_ok(), "round {round}");
    }
}

#[test]
fn the_order_of_evidence_does_not_matter() {
    for_any(|random| {
        let mut evidence = random.evidence();
        let text = serde_json::to_string(&judge(&evidence)).unwrap();
        random.shuffle(&mut evidence.relationships);
        random.shuffle(&mut evidence.groups);
        assert_eq!(serde_json::to_string(&judge(&evidence)).unwrap(), text);
    });
}

#[test]
fn one_partner_alone_is_judged_as_among_all() {
    for_any(|random| {
        let evidence = random.evidence();
        for partner in judge(&evidence).partners {
            let relationships: Vec<&Relationship> =
                evidence.relationships.iter().filter(|r| r.partner_id() == partner.id).collect();
            let groups: Vec<&PartnerGroup> = evidence
                .groups
                .iter()
                .filter(|group| domain::PartnerId::of(&group.partner) == partner.id)
                .collect();
            let alone = assess_partner(
                &partner.name,
                &relationships,
                &groups,
                &Thresholds::default(),
                now(),
            );
            assert_eq!(alone, partner);
        }
    });
}

/// The worst that was found in what was named. A reseller without roles is left out, because that
/// finding rests on seeing that there are none.
fn found(relationship: &Relationship) -> Level {
    let judged = assess_relationship(relationship, &Thresholds::default(), now());
    let findings = judged.findings.iter().filter(|f| f.rule != RuleId::ResellerOnly);
    findings.fold(Level::None, |worst, finding| worst.worse(finding.level))
}

#[test]
fn knowing_less_never_lowers_a_level() {
    for_any(|random| {
        let whole = random.relationship();
        let judged = assess_relationship(&whole, &Thresholds::default(), now());
        let mut less = whole.clone();
        let change = random.below(3);
        match change {
            0 => less.roles.hidden += 3,
            1 => less.roles.read = false,
            _ => less.roles.named.push(RoleHeld { id: None, name: "Overseer".to_owned() }),
        }
        let after = assess_relationship(&less, &Thresholds::default(), now());
        assert!(after.level.severity() >= found(&whole).severity(), "{whole:#?}");
        if judged.standing != Standing::Ended {
            assert_ne!(after.level, Level::None, "{less:#?}");
        }
        // One more name, recognised or not, tells that a reseller isn't without roles.
        if change != 2 {
            assert!(after.coverage.decided <= judged.coverage.decided, "{whole:#?}");
        }

        // A status that can't be read isn't an end.
        let mut unclear = whole.clone();
        unclear.status = Some(Status::Other("?".to_owned()));
        assert!(found(&unclear).severity() >= found(&whole).severity(), "{whole:#?}");
    });
}

#[test]
fn the_rest_of_a_list_never_lowers_a_level() {
    for_any(|random| {
        let mut evidence = random.evidence();
        let before = judge(&evidence);
        for partner in ["Proseware", "Lucerne", "Tailspin"] {
            evidence.groups.push(PartnerGroup {
                partner: partner.to_owned(),
                count: Some(40),
                shares_name: false,
                at: now(),
            });
        }
        let after = judge(&evidence);
        for partner in &before.partners {
            let later = after.partners.iter().find(|p| p.id == partner.id).unwrap();
            assert!(later.level.severity() >= partner.level.severity(), "{partner:#?}");
        }
        for name in ["Proseware", "Lucerne", "Tailspin"] {
            let id = domain::PartnerId::of(name);
            let later = after.partners.iter().find(|p| p.id == id).unwrap();
            assert_ne!(later.level, Level::None, "{later:#?}");
        }
    });
}

#[test]
fn what_is_not_decided_is_neither_none_nor_decided() {
    for_any(|random| {
        for partner in judge(&random.evidence()).partners {
            let open = partner.unknowns.iter().any(|u| u.rule.bears_on_level_of_page());
            assert!(!(open && partner.level == Level::None), "{partner:#?}");
            let undecided = RuleId::ALL.into_iter().filter(|rule| {
                partner.unknowns.iter().any(|unknown| unknown.rule == *rule)
                    && !partner.findings.iter().any(|finding| finding.rule == *rule)
            });
            let decided = usize::from(partner.coverage.decided);
            assert_eq!(decided + undecided.count(), RuleId::ALL.len());
            let worst = partner.findings.iter().fold(Level::None, |worst, f| worst.worse(f.level));
            if worst != Level::None {
                assert_eq!(partner.level, worst);
            }
            assert!(partner.findings.iter().all(|finding| !finding.facts.is_empty()));
            let levels: Vec<u8> = partner.findings.iter().map(|f| f.level.severity()).collect();
            assert!(levels.is_sorted_by(|a, b| a >= b));
        }
    });
}
