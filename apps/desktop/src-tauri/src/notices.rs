//! Shows what the page wants told outside its window, and tells it of a press. Knows nothing of when one is due, or of what may
//! stand in it: that is the page's business, which has the person's settings.
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use notify_rust::Notification;
use serde::Deserialize;
use serde_json::Value;
use tauri::{
    AppHandle, Manager,
    ipc::{Invoke, InvokeBody},
};

use crate::{bridge::Bridge, window};

#[derive(Deserialize)]
struct Notice {
    /// One with the same tag takes the place of the one before.
    tag: u32,
    title: String,
    body: String,
}

/// Shows the page's notices. One thread at most waits for the press on each tag.
#[derive(Clone, Default)]
pub struct Notices(Arc<Mutex<HashSet<u32>>>);

impl Notices {
    /// Takes the page's command for it. It has passed the access list.
    pub fn take(&self, invoke: Invoke, bridge: &Arc<Bridge>) -> bool {
        let InvokeBody::Json(arguments) = invoke.message.payload() else {
            return false;
        };
        let Ok(notice) = Notice::deserialize(arguments) else {
            return false;
        };
        let app = invoke.message.webview().app_handle().clone();
        let (notices, bridge) = (self.clone(), bridge.clone());
        // Showing waits for the system's answer, and the page must not.
        std::thread::spawn(move || notices.show(&app, &notice, &bridge));
        invoke.resolver.resolve(Value::Null);
        true
    }

    #[cfg(target_os = "linux")]
    fn show(&self, app: &AppHandle, notice: &Notice, bridge: &Bridge) {
        let shown = notification(notice)
            .id(notice.tag)
            .action("default", "Open")
            .show();
        // A system without notifications: the window and its title tell of the message.
        let Ok(shown) = shown else { return };
        if !self.waiting(|waiting| waiting.insert(notice.tag)) {
            return;
        }
        shown.wait_for_action(|action| {
            if action == "default" {
                window::show(app);
                bridge.notice_was_pressed(notice.tag);
            }
        });
        self.waiting(|waiting| waiting.remove(&notice.tag));
    }

    #[cfg(not(target_os = "linux"))]
    fn show(&self, _: &AppHandle, notice: &Notice, _: &Bridge) {
        let _ = notification(notice).show();
    }

    #[cfg(target_os = "linux")]
    fn waiting<T>(&self, act: impl FnOnce(&mut HashSet<u32>) -> T) -> T {
        // Nothing panics between taking it and giving it back.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn notification(notice: &Notice) -> Notification {
    let mut notification = Notification::new();
    notification
        .appname("Loom")
        .summary(&notice.title)
        .body(&notice.body)
        .icon("loom-desktop");
    notification
}
