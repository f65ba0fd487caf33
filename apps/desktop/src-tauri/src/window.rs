//! The one window: what its page is given, and all that it is refused. Knows nothing of the engine.
use tauri::{
    App, AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    webview::{NewWindowResponse, PermissionKind, PermissionResponse},
};

use crate::effects;

/// Its name in capabilities/window.json.
pub const LABEL: &str = "main";

pub fn open(app: &App) -> tauri::Result<WebviewWindow> {
    let level = effects::level(&effects::graphics());
    WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Loom")
        .inner_size(1120.0, 760.0)
        .min_inner_size(360.0, 480.0)
        .initialization_script(format!(
            "document.documentElement?.setAttribute('data-fx', '{level}');"
        ))
        // Nothing of the page is written to disk. The web engine lets itself be driven only where it writes.
        .incognito(!is_driven())
        .disable_drag_drop_handler()
        .on_navigation(is_own)
        .on_new_window(|url, _| {
            if leads_out(&url) {
                // Where nothing can open it, the page has shown the address, and it can be copied.
                let _ = open::that_detached(url.as_str());
            }
            NewWindowResponse::Deny
        })
        .on_download(|_, _| false)
        .on_permission_request(|_, kind| permit(&kind))
        .build()
}

/// Brings it to the front, wherever it was put away.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    // Each of these may be refused by the window manager, and the others are tried all the same.
    let _ = window.show();
    let _ = window.unminimize();
    let _ = window.set_focus();
}

/// Whether a test drives this window through WebDriver; Tauri goes by the same variable.
fn is_driven() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some_and(|value| value == "true")
}

/// Only the page that was built in; its address differs between systems.
fn is_own(url: &Url) -> bool {
    let (scheme, host) = if cfg!(windows) {
        ("http", "tauri.localhost")
    } else {
        ("tauri", "localhost")
    };
    url.scheme() == scheme && url.host_str() == Some(host) && url.port().is_none()
}

/// What the person has pressed, after the page has shown where it leads: the system's browser opens it, and nothing else does.
fn leads_out(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && !is_own(url)
}

/// The camera reads QR codes; nothing else is ever needed.
fn permit(kind: &PermissionKind) -> PermissionResponse {
    match kind {
        PermissionKind::Camera => PermissionResponse::Allow,
        _ => PermissionResponse::Deny,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(windows))]
    fn only_the_page_that_was_built_in_is_its_own() {
        let judge = |text: &str| Url::parse(text).is_ok_and(|url| is_own(&url));
        assert!(judge("tauri://localhost/") && judge("tauri://localhost/assets/a.js"));
        for other in [
            "https://example.org/",
            "http://localhost/",
            "tauri://other/",
            "tauri://localhost:1/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,a",
        ] {
            assert!(!judge(other), "{other}");
        }
    }

    #[test]
    fn only_web_addresses_lead_out() {
        let judge = |text: &str| Url::parse(text).is_ok_and(|url| leads_out(&url));
        assert!(judge("https://example.org/a?b#c") && judge("http://192.0.2.1:8080/"));
        for other in [
            "file:///etc/passwd",
            "tauri://localhost/",
            "javascript:alert(1)",
            "data:text/html,a",
            "ssh://host",
            "smb://host/share",
            "loom:LOOM-A",
        ] {
            assert!(!judge(other), "{other}");
        }
    }

    #[test]
    fn the_camera_is_all_that_a_page_gets() {
        assert_eq!(permit(&PermissionKind::Camera), PermissionResponse::Allow);
        for kind in [
            PermissionKind::Microphone,
            PermissionKind::Geolocation,
            PermissionKind::DisplayCapture,
            PermissionKind::Other,
        ] {
            assert_eq!(permit(&kind), PermissionResponse::Deny);
        }
    }
}
