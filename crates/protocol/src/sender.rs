//! Who may send what, by what the browser stamps on a message.

use crate::json_object;

/// What the browser says of a message's sender.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// The extension that it comes from.
    pub id: Option<String>,
    /// The address of the document that it comes from.
    pub url: Option<String>,
    /// The tab; none for an extension page outside a tab.
    pub tab: Option<i32>,
    /// The address that the tab shows, where the browser tells it.
    pub tab_url: Option<String>,
    /// The frame; 0 is the top one.
    pub frame: Option<i32>,
}

json_object!(Sender {
    "id" => id,
    "url" => url,
    "tab" => tab,
    "tabUrl" => tab_url,
    "frame" => frame,
});

/// What kind of sender it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Our content script in the top frame of an admin center tab.
    Content {
        /// Its tab.
        tab: i32,
    },
    /// Our panel.
    Panel {
        /// The admin center tab that it is docked in; none in a tab of its own or a side panel.
        docked: Option<i32>,
    },
}

impl Sender {
    /// What kind of sender it is, or `None` where it may send nothing. `own_id` and `own_root` are
    /// what the browser says of ourselves: `runtime.id` and `runtime.getURL("")`; `admin_centers` are
    /// the hosts of the admin center.
    #[must_use]
    pub fn origin(&self, own_id: &str, own_root: &str, admin_centers: &[&str]) -> Option<Origin> {
        if self.id.as_deref() != Some(own_id) {
            return None;
        }
        let url = self.url.as_deref()?;
        if let Some(path) = url.strip_prefix(own_root) {
            let page = path.split(['?', '#']).next();
            if page != Some("panel.html") {
                return None;
            }
            let docked = self.frame.is_some_and(|frame| frame != 0);
            return Some(Origin::Panel { docked: if docked { self.tab } else { None } });
        }
        if self.frame != Some(0) || !is_of(url, admin_centers) {
            return None;
        }
        self.tab.map(|tab| Origin::Content { tab })
    }
}

/// Whether `url` is a page of one of `hosts`: https, default port, no user information.
fn is_of(url: &str, hosts: &[&str]) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    hosts.contains(&host)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "chrome-extension://abc/";

    fn check(sender: Sender, expected: Option<Origin>) {
        let hosts = ["admin.microsoft.com", "admin.cloud.microsoft"];
        assert_eq!(sender.origin("abc", ROOT, &hosts), expected, "{sender:?}");
        let elsewhere = sender.origin("abc", ROOT, &["portal.office365.us"]);
        let is_panel = matches!(expected, Some(Origin::Panel { .. }));
        assert_eq!(elsewhere, expected.filter(|_| is_panel), "another cloud: {sender:?}");
    }

    fn sender(id: &str, url: &str, tab: Option<i32>, frame: Option<i32>) -> Sender {
        Sender { id: Some(id.into()), url: Some(url.into()), tab, frame, tab_url: None }
    }

    #[test]
    fn only_stamped_senders_are_let_in() {
        let page = "https://admin.microsoft.com/Adminportal/Home?source=applauncher#/partners";
        let panel = "chrome-extension://abc/panel.html#/overview";
        check(sender("abc", page, Some(3), Some(0)), Some(Origin::Content { tab: 3 }));
        check(
            sender("abc", "https://admin.cloud.microsoft/?#/partners", Some(3), Some(0)),
            Some(Origin::Content { tab: 3 }),
        );
        check(sender("abc", panel, Some(3), Some(7)), Some(Origin::Panel { docked: Some(3) }));
        check(sender("abc", panel, Some(9), Some(0)), Some(Origin::Panel { docked: None }));
        check(sender("abc", panel, None, None), Some(Origin::Panel { docked: None }));
        for refused in [
            sender("other", page, Some(3), Some(0)),
            sender("abc", page, Some(3), Some(1)),
            sender("abc", page, None, Some(0)),
            sender("abc", "http://admin.microsoft.com/", Some(3), Some(0)),
            sender("abc", "https://admin.microsoft.com.example/", Some(3), Some(0)),
            sender("abc", "https://admin.microsoft.com@evil.example/", Some(3), Some(0)),
            sender("abc", "https://admin.microsoft.com:8443/", Some(3), Some(0)),
            sender("abc", "chrome-extension://abc/other.html", Some(3), Some(0)),
            sender("abc", "chrome-extension://abcd/panel.html", Some(3), Some(0)),
            Sender::default(),
        ] {
            check(refused, None);
        }
    }
}
