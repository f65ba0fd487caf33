//! Tells of a message while the window is not looked at. Names neither sender nor text: a notification stands on a screen that
//! anybody may see, and in the system's history.
use notify_rust::Notification;
use tauri::{AppHandle, Manager};

use crate::window::LABEL;

#[derive(Clone)]
pub struct Notices(AppHandle);

impl Notices {
    pub fn new(app: AppHandle) -> Self {
        Self(app)
    }

    pub fn event(&self, name: &str) {
        if name != "message_received" || self.is_looked_at() {
            return;
        }
        // Showing waits for the system's answer, and the engine must not.
        std::thread::spawn(|| {
            let mut notification = Notification::new();
            notification
                .appname("Loom")
                .summary("New message")
                .body("Open Loom to read it.")
                .icon("loom-desktop");
            #[cfg(target_os = "linux")]
            // One place for all of them: a newer one replaces it.
            notification.id(1);
            // A system without notifications: the window and its title tell of the message.
            let _ = notification.show();
        });
    }

    fn is_looked_at(&self) -> bool {
        self.0
            .get_webview_window(LABEL)
            .is_some_and(|window| window.is_focused().unwrap_or(false))
    }
}
