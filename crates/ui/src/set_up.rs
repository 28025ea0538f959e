//! The app registration: why there has to be one, how it is made, and its id.

use crate::{
    account::{Desk, PRIMARY},
    client_id::ClientId,
    copy::copyable,
    drawing::Drawing,
    message::{Kind, Message},
    outcome,
    registration::Tools,
    route::{Route, Way},
    tabs,
};
use protocol::session::{Outcome, Setup, Source};
use yew::html;

pub(crate) fn view(page: &mut Drawing<'_>, desk: Desk<'_>, docked: bool, way: Way) {
    let setup = &desk.session.setup;
    let route = Route::SetUp(way);
    let ways =
        [(Way::Script, "way_script"), (Way::Steps, "way_steps"), (Way::Consent, "way_consent")]
            .map(|(way, text)| (Route::SetUp(way), text));
    page.open("div.set-up");
    page.title("set_up");
    page.say("p", why(setup));
    refused(page, setup);
    wrong(page, desk);
    registered(page, setup);
    page.open("section");
    page.say("h3", "redirect");
    page.say("p.small", "redirect_why");
    outcome::redirect(page, setup);
    page.close();
    page.open("section");
    page.say("h3", "ways");
    tabs::row(page, docked, "ways", "way", &route, &ways);
    page.open("div[id=way][role=tabpanel]");
    page.with("aria-labelledby", tabs::id(&route));
    match way {
        Way::Script => scripts(page, setup),
        Way::Steps => steps(page, setup),
        Way::Consent => consent(page, setup),
    }
    page.close();
    page.close();
    page.open("section");
    page.say("h3", "client_id_section");
    client_id(page, desk);
    page.close();
    page.close();
}

/// Of all that can end badly, only what concerns the registration is told here.
fn wrong(page: &mut Drawing<'_>, desk: Desk<'_>) {
    match &desk.session.outcome {
        Some(outcome @ Outcome::Problem(problem)) if problem.code == "client-id-form" => {
            outcome::view(page, desk, outcome);
        }
        _ => page.gap(),
    }
}

fn client_id(page: &mut Drawing<'_>, desk: Desk<'_>) {
    let Desk { words, session, act, .. } = desk;
    let setup = &session.setup;
    if setup.source == Source::Policy {
        return page.say("p", "client_id_policy");
    }
    page.say_if(!session.accounts.is_empty(), "p.small", "client_id_signs_out");
    page.put(html! {
        <ClientId words={words.clone()} client={setup.client.clone()} source={setup.source}
            act={act.clone()} />
    });
}

/// Why there has to be a registration, or whose there is.
fn why(setup: &Setup) -> &'static str {
    match (setup.source, &setup.client) {
        (Source::Build, Some(_)) => "set_up_why_build",
        _ => "set_up_why",
    }
}

/// What the policy says instead of an id.
fn refused(page: &mut Drawing<'_>, setup: &Setup) {
    let Some(refused) = &setup.refused else { return page.gap() };
    let message = Message {
        kind: Kind::Warning,
        part: "policy-refused",
        code: "",
        title: page.words.get("policy_refused"),
        sentences: vec![page.words.with("policy_refused_why", &[refused])],
    };
    message.open(page);
    page.gap();
    Message::close(page);
}

/// The id in use, whose it is, and how to go on.
fn registered(page: &mut Drawing<'_>, setup: &Setup) {
    let Some(client) = &setup.client else { return page.gap() };
    let (code, source) = match setup.source {
        Source::Build => ("build", "source_build"),
        Source::Options => ("options", "source_options"),
        Source::Policy => ("policy", "source_policy"),
    };
    let message = Message {
        kind: Kind::Done,
        part: "registered",
        code,
        title: page.words.get("registered"),
        sentences: vec![page.words.with(source, &[client])],
    };
    message.open(page);
    page.open("div.actions");
    page.link(PRIMARY, "next-sign-in", &Route::Account, "next_sign_in");
    page.close();
    Message::close(page);
}

fn scripts(page: &mut Drawing<'_>, setup: &Setup) {
    let tools = Tools::of(&setup.cloud);
    page.say("p", "script_what");
    let shell = tools.powershell(&setup.redirect);
    script(page, "script-powershell", "script_powershell", "script_powershell_how", shell);
    let shell = tools.azure_cli(&setup.redirect);
    script(page, "script-cli", "script_cli", "script_cli_how", shell);
}

fn script(page: &mut Drawing<'_>, part: &'static str, title: &str, how: &str, script: String) {
    page.say("h4", title);
    page.say("p.small", how);
    copyable(page, script, page.words.get(title), 8, part, "copy_script");
}

fn steps(page: &mut Drawing<'_>, setup: &Setup) {
    page.open("ol");
    for key in ["step_1", "step_2", "step_3", "step_4", "step_5", "step_6", "step_7"] {
        page.open("li");
        page.word(key);
        page.text(" ");
        match key {
            "step_1" => {
                page.outward("", "portal", &Tools::of(&setup.cloud).portal(), "open_portal");
            }
            "step_3" => page.line("code", &setup.redirect),
            _ => page.gap(),
        }
        page.close();
    }
    page.close();
}

fn consent(page: &mut Drawing<'_>, setup: &Setup) {
    if setup.consent.is_empty() {
        return page.say("p", "consent_later");
    }
    let label = page.words.get("way_consent");
    page.say("p", "consent_what");
    copyable(page, setup.consent.clone(), label, 4, "consent-address", "copy");
    outcome::consent_link(page, &setup.consent);
}
