//! Scripts that register the app in the tenant of whoever runs them.
//!
//! What they register: accounts of that tenant only; the address of this install as one of a
//! single-page application, since Entra redeems the code of an extension for no other type
//! (learn.microsoft.com, "Microsoft identity platform and OAuth 2.0 authorization code flow"); no
//! secret, no implicit grant; the delegated permission User.Read of Microsoft Graph, and the claim
//! `login_hint`, by which a sign-in is renewed without asking who it is.

/// Microsoft Graph, as an application (learn.microsoft.com, "Verify first-party Microsoft
/// applications in sign-in reports").
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// The delegated permission User.Read (learn.microsoft.com, "Microsoft Graph permissions
/// reference").
const USER_READ: &str = "e1fe6dd8-ba31-4d61-89e7-88639da4683d";

/// How the tools and places that register apps are called in one cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tools {
    /// The cloud.
    cloud: &'static str,
    /// `-Environment` of `Connect-MgGraph`.
    environment: &'static str,
    /// `az cloud set --name`.
    azure: &'static str,
    /// The host of Microsoft Graph (learn.microsoft.com, "National cloud deployments").
    graph: &'static str,
    /// The host where apps are registered by hand (learn.microsoft.com, "National clouds").
    portal: &'static str,
}

/// The clouds, the global one first.
const TOOLS: [Tools; 4] = [
    Tools {
        cloud: "global",
        environment: "Global",
        azure: "AzureCloud",
        graph: "graph.microsoft.com",
        portal: "entra.microsoft.com",
    },
    Tools {
        cloud: "usgov",
        environment: "USGov",
        azure: "AzureUSGovernment",
        graph: "graph.microsoft.us",
        portal: "portal.azure.us",
    },
    Tools {
        cloud: "dod",
        environment: "USGovDoD",
        azure: "AzureUSGovernment",
        graph: "dod-graph.microsoft.us",
        portal: "portal.azure.us",
    },
    Tools {
        cloud: "china",
        environment: "China",
        azure: "AzureChinaCloud",
        graph: "microsoftgraph.chinacloudapi.cn",
        portal: "portal.azure.cn",
    },
];

impl Tools {
    /// Those of the cloud of this name; of the global one where the name is unknown.
    pub(crate) fn of(cloud: &str) -> Self {
        let [global, ..] = TOOLS;
        TOOLS.into_iter().find(|tools| tools.cloud == cloud).unwrap_or(global)
    }

    /// Where apps are registered by hand.
    pub(crate) fn portal(self) -> String {
        ["https://", self.portal].concat()
    }

    /// A script for PowerShell with the module `Microsoft.Graph.Applications`. It prints the id.
    pub(crate) fn powershell(self, redirect: &str) -> String {
        let quoted = quoted_for_powershell(redirect);
        [
            "#Requires -Modules Microsoft.Graph.Applications\n\
             $ErrorActionPreference = 'Stop'\n\
             Connect-MgGraph -Environment ",
            self.environment,
            " -Scopes 'Application.ReadWrite.All' -NoWelcome\n\
             $app = New-MgApplication -BodyParameter @{\n\
             \x20 displayName = 'Partner Lens'\n\
             \x20 signInAudience = 'AzureADMultipleOrgs'\n\
             \x20 isFallbackPublicClient = $false\n\
             \x20 spa = @{ redirectUris = @(",
            &quoted,
            ") }\n\
             \x20 web = @{\n\
             \x20   implicitGrantSettings = @{\n\
             \x20     enableAccessTokenIssuance = $false\n\
             \x20     enableIdTokenIssuance = $false\n\
             \x20   }\n\
             \x20 }\n\
             \x20 optionalClaims = @{ idToken = @(@{ name = 'login_hint' }) }\n\
             \x20 requiredResourceAccess = @(@{\n\
             \x20   resourceAppId = '",
            GRAPH,
            "'\n\
             \x20   resourceAccess = @(@{ id = '",
            USER_READ,
            "'; type = 'Scope' })\n\
             \x20 })\n\
             }\n\
             New-MgServicePrincipal -AppId $app.AppId | Out-Null\n\
             $app.AppId\n",
        ]
        .concat()
    }

    /// A script for the shell with the Azure CLI, also in the Cloud Shell. It prints the id. The
    /// command that makes app registrations knows no single-page applications in every version, so
    /// it asks Graph itself.
    pub(crate) fn azure_cli(self, redirect: &str) -> String {
        let graph = ["https://", self.graph].concat();
        [
            "set -eu\naz cloud set --name ",
            self.azure,
            "\naz account show >/dev/null 2>&1 || az login --allow-no-subscriptions >/dev/null\n\
             create() {\n\
             \x20 az rest --method POST --resource ",
            &graph,
            " \\\n\
             \x20   --url \"",
            &graph,
            "/v1.0/$1\" \\\n\
             \x20   --headers Content-Type=application/json --body \"$2\" \\\n\
             \x20   --query appId --output tsv\n\
             }\n\
             app=$(create applications '",
            &application(redirect),
            "')\n\
             create servicePrincipals \"{\\\"appId\\\":\\\"$app\\\"}\"\n",
        ]
        .concat()
    }
}

/// The application as Graph takes it (learn.microsoft.com, "Create application"). There is no single
/// quote in it, so that it can stand between two of them in a shell script.
fn application(redirect: &str) -> String {
    [
        "{\n  \"displayName\": \"Partner Lens\",\n  \"signInAudience\": \"AzureADMultipleOrgs\",\n  \
         \"isFallbackPublicClient\": false,\n  \"spa\": { \"redirectUris\": [",
        &quoted_for_json(redirect),
        "] },\n  \"web\": {\n    \"implicitGrantSettings\": {\n      \
         \"enableAccessTokenIssuance\": false,\n      \"enableIdTokenIssuance\": false\n    }\n  },\n  \
         \"optionalClaims\": { \"idToken\": [{ \"name\": \"login_hint\" }] },\n  \
         \"requiredResourceAccess\": [{\n    \"resourceAppId\": \"",
        GRAPH,
        "\",\n    \"resourceAccess\": [{ \"id\": \"",
        USER_READ,
        "\", \"type\": \"Scope\" }]\n  }]\n}",
    ]
    .concat()
}

/// A text of PowerShell that nothing is put into. It ends at any of its five kinds of single quotes,
/// unless that stands there twice (learn.microsoft.com, "about_Quoting_Rules").
fn quoted_for_powershell(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        if matches!(letter, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(letter);
        }
        quoted.push(letter);
    }
    quoted.push('\'');
    quoted
}

/// A text of JSON (RFC 8259, section 7), with single quotes as numbers too.
fn quoted_for_json(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\'' | '\0'..='\u{1f}' => {
                quoted.push_str("\\u00");
                for digit in [u32::from(letter) >> 4, u32::from(letter) & 15] {
                    quoted.extend(char::from_digit(digit, 16));
                }
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::{
        io::Write as _,
        process::{Command, Stdio},
    };

    const REDIRECT: &str = "https://pnabcdefghijklmnopabcdefghijklmn.chromiumapp.org/cb/global";

    /// Addresses that a browser gives, and texts that try to leave their quotes.
    const REDIRECTS: [&str; 6] = [
        REDIRECT,
        "https://0123456789abcdef0123456789abcdef01234567.extensions.allizom.org/cb/usgov",
        "https://x.example/'; Remove-Item $HOME; '",
        "https://x.example/\u{2019}; $(whoami) \u{201b}`",
        "https://x.example/\"]}}\\\u{7}\n'EOF' ${HOME}",
        "",
    ];

    /// What the shell script sends to Graph.
    fn body_of(script: &str) -> Value {
        let (_, rest) = script.split_once("create applications '").unwrap();
        let (body, _) = rest.split_once('\'').unwrap();
        serde_json::from_str(body).unwrap()
    }

    #[test]
    fn the_shell_script_registers_one_address_and_one_permission() {
        for redirect in REDIRECTS {
            let expected = json!({
                "displayName": "Partner Lens",
                "signInAudience": "AzureADMultipleOrgs",
                "isFallbackPublicClient": false,
                "spa": { "redirectUris": [redirect] },
                "web": { "implicitGrantSettings": {
                    "enableAccessTokenIssuance": false,
                    "enableIdTokenIssuance": false,
                } },
                "optionalClaims": { "idToken": [{ "name": "login_hint" }] },
                "requiredResourceAccess": [{
                    "resourceAppId": "00000003-0000-0000-c000-000000000000",
                    "resourceAccess": [
                        { "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" },
                    ],
                }],
            });
            let script = Tools::of("global").azure_cli(redirect);
            assert_eq!(body_of(&script), expected, "{script}");
            let outside = script.replace(&quoted_for_json(redirect), "");
            assert!(redirect.is_empty() || !outside.contains(redirect), "{outside}");
        }
    }

    /// Whether a shell reads the script to its end; where there is none, nothing can be told.
    #[test]
    fn a_shell_understands_the_shell_script() {
        for tools in TOOLS {
            for redirect in REDIRECTS {
                let started = Command::new("sh").arg("-n").stdin(Stdio::piped()).spawn();
                let Ok(mut shell) = started else { return };
                let script = tools.azure_cli(redirect);
                shell.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
                assert!(shell.wait().unwrap().success(), "{script}");
            }
        }
    }

    /// The script without its texts, and the texts. It ends in a panic where a text doesn't end.
    fn taken_apart(script: &str) -> (String, Vec<String>) {
        const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
        let (mut code, mut texts) = (String::new(), Vec::new());
        let mut letters = script.chars().peekable();
        while let Some(letter) = letters.next() {
            if !QUOTES.contains(&letter) {
                assert_ne!(letter, '"', "no text that something is put into");
                code.push(letter);
                continue;
            }
            let mut text = String::new();
            loop {
                let letter = letters.next().expect("the text ends");
                if QUOTES.contains(&letter)
                    && letters.next_if(|next| QUOTES.contains(next)).is_none()
                {
                    break;
                }
                text.push(letter);
            }
            texts.push(text);
        }
        (code, texts)
    }

    #[test]
    fn the_powershell_script_registers_one_address_and_one_permission() {
        for redirect in REDIRECTS {
            let (code, texts) = taken_apart(&Tools::of("global").powershell(redirect));
            let expected = [
                "Stop",
                "Application.ReadWrite.All",
                "Partner Lens",
                "AzureADMultipleOrgs",
                redirect,
                "login_hint",
                GRAPH,
                USER_READ,
                "Scope",
            ];
            assert_eq!(texts, expected);
            for part in [
                "spa = @{ redirectUris = @() }",
                "isFallbackPublicClient = $false",
                "enableAccessTokenIssuance = $false",
                "enableIdTokenIssuance = $false",
                "optionalClaims = @{ idToken = @(@{ name =  }) }",
                "resourceAccess = @(@{ id = ; type =  })",
            ] {
                assert!(code.contains(part), "{part} in {code}");
            }
            let mut open = Vec::new();
            for letter in code.chars() {
                match letter {
                    '{' | '(' => open.push(letter),
                    '}' => assert_eq!(open.pop(), Some('{'), "{code}"),
                    ')' => assert_eq!(open.pop(), Some('('), "{code}"),
                    _ => {}
                }
            }
            assert!(open.is_empty(), "{code}");
        }
    }

    #[test]
    fn each_cloud_has_its_tools() {
        for (cloud, environment, azure, graph) in [
            ("global", "Global", "AzureCloud", "graph.microsoft.com"),
            ("usgov", "USGov", "AzureUSGovernment", "graph.microsoft.us"),
            ("dod", "USGovDoD", "AzureUSGovernment", "dod-graph.microsoft.us"),
            ("china", "China", "AzureChinaCloud", "microsoftgraph.chinacloudapi.cn"),
            ("unheard-of", "Global", "AzureCloud", "graph.microsoft.com"),
        ] {
            let tools = Tools::of(cloud);
            let powershell = tools.powershell(REDIRECT);
            assert!(powershell.contains(&format!("-Environment {environment} ")), "{powershell}");
            let shell = tools.azure_cli(REDIRECT);
            assert!(shell.contains(&format!("az cloud set --name {azure}\n")), "{shell}");
            assert!(shell.contains(&format!("--resource https://{graph} \\\n")), "{shell}");
            assert!(shell.contains(&format!("--url \"https://{graph}/v1.0/$1\"")), "{shell}");
            assert!(tools.portal().starts_with("https://"));
        }
    }
}
