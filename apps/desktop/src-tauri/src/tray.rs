//! The icon in the system's tray and its menu. Knows nothing of what the window shows.
use std::panic::{AssertUnwindSafe, catch_unwind};

use tauri::{
    App, AppHandle, Manager,
    menu::{Menu, MenuItem},
    tray::TrayIconBuilder,
};

use crate::window::{self, LABEL};

/// A system without a tray: Loom runs on without the icon.
pub fn put_up(app: &App) {
    // Where the system's library for trays is missing, the crate that loads it panics.
    let _ = catch_unwind(AssertUnwindSafe(|| build(app)));
}

fn build(app: &App) -> tauri::Result<()> {
    let show = MenuItem::with_id(app, "show", "Open Loom", true, None::<&str>)?;
    let hide = MenuItem::with_id(app, "hide", "Hide window", true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", "Quit Loom", true, None::<&str>)?;
    let mut tray = TrayIconBuilder::with_id("loom")
        .tooltip("Loom")
        .menu(&Menu::with_items(app, &[&show, &hide, &quit])?)
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()));
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(())
}

fn chosen(app: &AppHandle, item: &str) {
    match item {
        "show" => window::show(app),
        "hide" => {
            if let Some(window) = app.get_webview_window(LABEL) {
                let _ = window.hide();
            }
        }
        _ => app.exit(0),
    }
}
