//! The extension's manifest, of one typed source for all browsers.
//!
//! What the extension may do stands here and nowhere else; the tests below hold every browser's
//! manifest to the letter, so that a wider permission can't slip in.

use crate::package::Target;
use auth::Cloud;
use serde_json::{Map, Value, json};

/// Storage for state, alarms for waits that outlive the worker, identity for sign-in, scripting
/// for tabs that are already open at install or update.
const PERMISSIONS: [&str; 4] = ["storage", "alarms", "identity", "scripting"];

/// The content script's files, in the order in which they run. They share one scope.
pub(crate) const CONTENT_SCRIPTS: [&str; 5] = [
    "content/start.js",
    "content/sense.js",
    "content/paint.js",
    "content/dock.js",
    "content/main.js",
];

/// The content script's style sheets.
pub(crate) const CONTENT_STYLES: [&str; 1] = ["content/overlay.css"];

/// The oldest Chromium with everything used here (module workers since 91, `getContexts` and
/// service workers that stay alive for a port since 116; 121 ignores `background.scripts`;
/// `light-dark()` since 123).
const MINIMUM_CHROMIUM: &str = "123";

/// The oldest Firefox with everything used here: the extended support release of mid 2024.
const MINIMUM_FIREFOX: &str = "128.0";

/// Firefox's name for this extension, which stays the same for good.
const GECKO_ID: &str = "partner-lens@partner-lens.example";

/// The hosts on which Microsoft serves the admin center of a cloud.
pub(crate) fn admin_hosts(cloud: &Cloud) -> Vec<String> {
    cloud.admin_centers.iter().map(|host| format!("https://{host}")).collect()
}

/// Where tokens come from and where they are used.
pub(crate) fn service_hosts(cloud: &Cloud) -> [String; 2] {
    [cloud.login, cloud.graph].map(|host| format!("https://{host}"))
}

/// What an organisation's policy may set.
const POLICY_SCHEMA: &str = "managed_schema.json";

/// The manifest for a browser and a cloud. A package may talk to one cloud only: its hosts stand in the
/// permissions and in the policy that the browser enforces.
pub(crate) fn manifest(target: Target, cloud: &Cloud, version: &str) -> Value {
    let (admin, services) = (admin_hosts(cloud), service_hosts(cloud));
    let mut manifest = json!({
        "manifest_version": 3,
        "name": "__MSG_app_name__",
        "description": "__MSG_app_description__",
        "version": version,
        "default_locale": "en",
        "icons": icons(&[16, 32, 48, 128]),
        "permissions": PERMISSIONS,
        "host_permissions": patterns(admin.iter().chain(&services)),
        "background": background(target),
        "content_scripts": [{
            "matches": patterns(admin.iter()),
            "js": CONTENT_SCRIPTS,
            "css": CONTENT_STYLES,
            "run_at": "document_idle",
            "all_frames": false,
        }],
        "action": {
            "default_title": "__MSG_action_title__",
            "default_icon": icons(&[16, 32, 48]),
        },
        "commands": {
            "_execute_action": { "suggested_key": { "default": "Alt+Shift+L" } },
        },
        "content_security_policy": { "extension_pages": content_security_policy(&admin, &services) },
        // Only the page that is framed: what it loads itself has its own origin and needs no entry.
        "web_accessible_resources": [{
            "resources": ["panel.html"],
            "matches": patterns(admin.iter()),
        }],
        "incognito": "not_allowed",
    });
    if let Value::Object(manifest) = &mut manifest {
        manifest.extend(of_one_browser(target));
    }
    manifest
}

fn background(target: Target) -> Value {
    match target {
        Target::Chrome | Target::Edge => json!({ "service_worker": "worker.js", "type": "module" }),
        Target::Firefox => json!({ "scripts": ["worker.js"], "type": "module" }),
    }
}

fn of_one_browser(target: Target) -> Map<String, Value> {
    let own = match target {
        Target::Chrome | Target::Edge => json!({
            "minimum_chrome_version": MINIMUM_CHROMIUM,
            // Firefox takes what its policy says without being told what that may be.
            "storage": { "managed_schema": POLICY_SCHEMA },
        }),
        Target::Firefox => json!({
            "browser_specific_settings": {
                "gecko": {
                    "id": GECKO_ID,
                    "strict_min_version": MINIMUM_FIREFOX,
                    "data_collection_permissions": { "required": ["none"] },
                },
            },
        }),
    };
    match own {
        Value::Object(own) => own,
        _ => Map::new(),
    }
}

fn content_security_policy(admin: &[String], services: &[String]) -> String {
    [
        "default-src 'none'".to_owned(),
        // A custom policy drops the WASM grant unless it says so.
        "script-src 'self' 'wasm-unsafe-eval'".to_owned(),
        "style-src 'self'".to_owned(),
        "img-src 'self'".to_owned(),
        // Without 'self': neither Chromium (tried: 156) nor Firefox (153) needs it for an extension
        // to fetch the WASM file of its own package.
        format!("connect-src {}", services.join(" ")),
        format!("frame-ancestors {}", admin.join(" ")),
        "base-uri 'none'".to_owned(),
        "form-action 'none'".to_owned(),
        "require-trusted-types-for 'script'".to_owned(),
    ]
    .join("; ")
}

fn patterns<'host>(hosts: impl Iterator<Item = &'host String>) -> Vec<String> {
    hosts.map(|host| format!("{host}/*")).collect()
}

fn icons(sizes: &[u32]) -> Value {
    sizes.iter().map(|size| (size.to_string(), json!(format!("icons/{size}.png")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use auth::cloud::CLOUDS;
    use std::collections::BTreeSet;

    fn check(target: Target, own: &str) {
        let mut expected: Value = serde_json::from_str(SHARED).unwrap();
        let own: Value = serde_json::from_str(own).unwrap();
        for (key, value) in own.as_object().unwrap() {
            assert!(expected.get(key).is_none(), "{key} is in both");
            expected[key] = value.clone();
        }
        let actual = manifest(target, &CLOUDS[0], "1.2.3");
        assert_eq!(
            actual,
            expected,
            "\nactual: {}",
            serde_json::to_string_pretty(&actual).unwrap()
        );
    }

    /// What all three have, to the letter.
    const SHARED: &str = r#"{
        "manifest_version": 3,
        "name": "__MSG_app_name__",
        "description": "__MSG_app_description__",
        "version": "1.2.3",
        "default_locale": "en",
        "icons": {
            "16": "icons/16.png",
            "32": "icons/32.png",
            "48": "icons/48.png",
            "128": "icons/128.png"
        },
        "permissions": ["storage", "alarms", "identity", "scripting"],
        "host_permissions": [
            "https://admin.microsoft.com/*",
            "https://admin.cloud.microsoft/*",
            "https://login.microsoftonline.com/*",
            "https://graph.microsoft.com/*"
        ],
        "content_scripts": [{
            "matches": ["https://admin.microsoft.com/*", "https://admin.cloud.microsoft/*"],
            "js": [
                "content/start.js",
                "content/sense.js",
                "content/paint.js",
                "content/dock.js",
                "content/main.js"
            ],
            "css": ["content/overlay.css"],
            "run_at": "document_idle",
            "all_frames": false
        }],
        "action": {
            "default_title": "__MSG_action_title__",
            "default_icon": {
                "16": "icons/16.png",
                "32": "icons/32.png",
                "48": "icons/48.png"
            }
        },
        "commands": { "_execute_action": { "suggested_key": { "default": "Alt+Shift+L" } } },
        "content_security_policy": {
            "extension_pages": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; connect-src https://login.microsoftonline.com https://graph.microsoft.com; frame-ancestors https://admin.microsoft.com https://admin.cloud.microsoft; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        },
        "web_accessible_resources": [{
            "resources": ["panel.html"],
            "matches": ["https://admin.microsoft.com/*", "https://admin.cloud.microsoft/*"]
        }],
        "incognito": "not_allowed"
    }"#;

    #[test]
    fn chrome_and_edge() {
        let own = r#"{
            "background": { "service_worker": "worker.js", "type": "module" },
            "minimum_chrome_version": "123",
            "storage": { "managed_schema": "managed_schema.json" }
        }"#;
        check(Target::Chrome, own);
        check(Target::Edge, own);
    }

    #[test]
    fn firefox() {
        let own = r#"{
            "background": { "scripts": ["worker.js"], "type": "module" },
            "browser_specific_settings": {
                "gecko": {
                    "id": "partner-lens@partner-lens.example",
                    "strict_min_version": "128.0",
                    "data_collection_permissions": { "required": ["none"] }
                }
            }
        }"#;
        check(Target::Firefox, own);
    }

    /// Every host and every power that any text of the manifest names.
    #[test]
    fn nothing_is_broader() {
        for (cloud, hosts) in [
            (
                "global",
                &[
                    "admin.cloud.microsoft",
                    "admin.microsoft.com",
                    "graph.microsoft.com",
                    "login.microsoftonline.com",
                ][..],
            ),
            ("usgov", &["graph.microsoft.us", "login.microsoftonline.us", "portal.office365.us"]),
            ("dod", &["dod-graph.microsoft.us", "login.microsoftonline.us", "portal.apps.mil"]),
            (
                "china",
                &[
                    "login.partner.microsoftonline.cn",
                    "microsoftgraph.chinacloudapi.cn",
                    "portal.partner.microsoftonline.cn",
                ],
            ),
        ] {
            for target in Target::ALL {
                check_breadth(target, Cloud::named(cloud).unwrap(), hosts);
            }
        }
    }

    fn check_breadth(target: Target, cloud: &Cloud, expected: &[&str]) {
        let text = manifest(target, cloud, "1.2.3").to_string();
        for broad in
            ["<all_urls>", "*://", "https://*", "http://", "'unsafe-inline'", "'unsafe-eval'"]
        {
            assert!(!text.contains(broad), "{target}: {broad}");
        }
        let hosts: BTreeSet<&str> = text
            .split(['"', ' ', ';'])
            .filter_map(|word| word.strip_prefix("https://"))
            .map(|host| host.trim_end_matches("/*"))
            .collect();
        assert_eq!(hosts.into_iter().collect::<Vec<_>>(), expected, "{target} {}", cloud.name);
        for absent in [
            "externally_connectable",
            "optional_permissions",
            "optional_host_permissions",
            "use_dynamic_url",
            "default_popup",
            "update_url",
        ] {
            assert!(!text.contains(absent), "{target}: {absent}");
        }
    }
}
