//! The app registration: why there has to be one, how it is made, and its id.

use crate::{
    account::{Desk, PRIMARY},
    client_id::ClientId,
    copy::copyable,
    element::{actions, element, link, outward, say, text, title},
    message::{Kind, Message},
    outcome,
    registration::Tools,
    route::{Route, Way},
    tabs,
    words::Words,
};
use protocol::session::{Outcome, Setup, Source};
use yew::{Html, html};

pub(crate) fn view(desk: Desk<'_>, docked: bool, way: Way) -> Html {
    let Desk { words, session, .. } = desk;
    let setup = &session.setup;
    let route = Route::SetUp(way);
    let ways =
        [(Way::Script, "way_script"), (Way::Steps, "way_steps"), (Way::Consent, "way_consent")]
            .map(|(way, text)| (Route::SetUp(way), text));
    let shown = match way {
        Way::Script => scripts(words, setup),
        Way::Steps => steps(words, setup),
        Way::Consent => consent(words, setup),
    };
    let panel = [("id", "way"), ("role", "tabpanel"), ("aria-labelledby", tabs::id(&route))];
    element(
        "div",
        &[("class", "set-up")],
        vec![
            title(words, "set_up"),
            say(words, "p", "", why(setup)),
            refused(words, setup),
            wrong(desk),
            registered(words, setup),
            section(
                words,
                "redirect",
                vec![say(words, "p", "small", "redirect_why"), outcome::redirect(words, setup)],
            ),
            section(
                words,
                "ways",
                vec![
                    tabs::row(words, docked, "ways", "way", &route, &ways),
                    element("div", &panel, shown),
                ],
            ),
            section(words, "client_id_section", client_id(desk)),
        ],
    )
}

fn section(words: &Words, key: &str, mut children: Vec<Html>) -> Html {
    children.insert(0, say(words, "h3", "", key));
    element("section", &[], children)
}

/// Of all that can end badly, only what concerns the registration is told here.
fn wrong(desk: Desk<'_>) -> Html {
    match &desk.session.outcome {
        Some(outcome @ Outcome::Problem(problem)) if problem.code == "client-id-form" => {
            outcome::view(desk, outcome)
        }
        _ => Html::default(),
    }
}

fn client_id(desk: Desk<'_>) -> Vec<Html> {
    let Desk { words, session, act, .. } = desk;
    let setup = &session.setup;
    if setup.source == Source::Policy {
        return vec![say(words, "p", "", "client_id_policy")];
    }
    let warning = match session.accounts.is_empty() {
        true => Html::default(),
        false => say(words, "p", "small", "client_id_signs_out"),
    };
    let form = html! {
        <ClientId words={words.clone()} client={setup.client.clone()} source={setup.source}
            act={act.clone()} />
    };
    vec![warning, form]
}

/// Why there has to be a registration, or whose there is.
fn why(setup: &Setup) -> &'static str {
    match (setup.source, &setup.client) {
        (Source::Build, Some(_)) => "set_up_why_build",
        _ => "set_up_why",
    }
}

/// What the policy says instead of an id.
fn refused(words: &Words, setup: &Setup) -> Html {
    let Some(refused) = &setup.refused else { return Html::default() };
    Message {
        kind: Kind::Warning,
        part: "policy-refused",
        code: "",
        title: words.get("policy_refused"),
        sentences: vec![words.with("policy_refused_why", &[refused])],
        rest: Html::default(),
    }
    .view()
}

/// The id in use, whose it is, and how to go on.
fn registered(words: &Words, setup: &Setup) -> Html {
    let Some(client) = &setup.client else { return Html::default() };
    let (code, source) = match setup.source {
        Source::Build => ("build", "source_build"),
        Source::Options => ("options", "source_options"),
        Source::Policy => ("policy", "source_policy"),
    };
    Message {
        kind: Kind::Done,
        part: "registered",
        code,
        title: words.get("registered"),
        sentences: vec![words.with(source, &[client])],
        rest: actions(vec![link(
            words,
            PRIMARY,
            "next-sign-in",
            &Route::Account.fragment(),
            "next_sign_in",
        )]),
    }
    .view()
}

fn scripts(words: &Words, setup: &Setup) -> Vec<Html> {
    let tools = Tools::of(&setup.cloud);
    let mut parts = vec![say(words, "p", "", "script_what")];
    for (part, title, how, script) in [
        (
            "script-powershell",
            "script_powershell",
            "script_powershell_how",
            tools.powershell(&setup.redirect),
        ),
        ("script-cli", "script_cli", "script_cli_how", tools.azure_cli(&setup.redirect)),
    ] {
        parts.extend([
            say(words, "h4", "", title),
            say(words, "p", "small", how),
            copyable(words, script, words.get(title), 8, part, "copy_script"),
        ]);
    }
    parts
}

fn steps(words: &Words, setup: &Setup) -> Vec<Html> {
    const STEPS: [&str; 7] = ["step_1", "step_2", "step_3", "step_4", "step_5", "step_6", "step_7"];
    let steps = STEPS.map(|key| {
        let more = match key {
            "step_1" => {
                let portal = Tools::of(&setup.cloud).portal();
                outward(words, "", "portal", &portal, "open_portal")
            }
            "step_3" => element("code", &[], vec![text(setup.redirect.as_str())]),
            _ => Html::default(),
        };
        element("li", &[], vec![text(words.get(key)), text(" "), more])
    });
    vec![element("ol", &[], steps.to_vec())]
}

fn consent(words: &Words, setup: &Setup) -> Vec<Html> {
    if setup.consent.is_empty() {
        return vec![say(words, "p", "", "consent_later")];
    }
    let label = words.get("way_consent");
    vec![
        say(words, "p", "", "consent_what"),
        copyable(words, setup.consent.clone(), label, 4, "consent-address", "copy"),
        actions(vec![outcome::consent_link(words, &setup.consent)]),
    ]
}
