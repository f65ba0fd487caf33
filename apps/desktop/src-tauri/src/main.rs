//! Loom's native window: a page, an engine beside it, and the few things that only a native program can do. All that Loom
//! is lies in the page and in the engine.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod bridge;
mod commands;
mod effects;
mod engine;
mod instance;
mod launch;
mod notices;
mod sidecar;
mod tray;
mod window;
mod wire;

use std::{env, process::ExitCode, sync::Arc};

use tauri::{AppHandle, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;

use crate::{
    bridge::Bridge,
    commands::SHOW_NOTICE,
    engine::Engine,
    instance::Instance,
    launch::{Asked, Launch},
    notices::Notices,
};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match launch::read(&arguments, env::var("LOOM_PROFILE").ok()) {
        Ok(Asked::Help) => println!("{}", launch::USAGE),
        Ok(Asked::Version) => println!("{}", env!("CARGO_PKG_VERSION")),
        Ok(Asked::Window(launch)) => {
            if let Err(sentence) = require_display().and_then(|()| run(launch)) {
                eprintln!("{sentence}");
                return ExitCode::FAILURE;
            }
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn require_display() -> Result<(), String> {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") {
        return Ok(());
    }
    Err(
        "There is no display to open a window on. Use the command line instead: loom --help."
            .into(),
    )
}

fn run(launch: Launch) -> Result<(), String> {
    sidecar::bind_children();
    let mut context = tauri::generate_context!();
    context.config_mut().identifier =
        launch::identifier(&launch.profile, env::var("LOOM_HOME").ok().as_deref());
    let bridge = Arc::new(Bridge::default());
    if let Some(token) = launch.token {
        bridge.open_token(token);
    }

    let instance = Arc::new(Instance::default());
    let (called, links, asked) = (bridge.clone(), bridge.clone(), bridge.clone());
    let here = instance.clone();
    let notices = Notices::default();
    let mut running: Option<Engine> = None;
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(
            move |app, arguments, _| {
                if here.is_open_for(&arguments) {
                    called_again(app, &called, &arguments);
                }
            },
        ))
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(remembered())
                .build(),
        )
        .invoke_handler(move |invoke| {
            if invoke.message.command() == SHOW_NOTICE {
                notices.take(invoke, &asked)
            } else {
                asked.take(invoke)
            }
        })
        .setup(|app| {
            window::open(app)?;
            tray::put_up(app);
            Ok(())
        })
        .build(context)
        .map_err(|error| {
            instance::try_again(&error);
            format!("The window could not be opened: {error}.")
        })?;

    running.replace(
        Engine::start(app.handle().clone(), launch.profile, bridge)
            .map_err(|error| format!("The engine could not be started: {error}."))?,
    );
    app.run(move |app, event| match event {
        // Nothing keeps a window that was asked to close.
        RunEvent::WindowEvent {
            event: WindowEvent::CloseRequested { .. },
            ..
        }
        | RunEvent::ExitRequested { .. } => instance.ends(),
        RunEvent::Exit => {
            if let Some(engine) = running.take() {
                engine.stop();
            }
            end(app, &instance);
        }
        // How macOS hands links over; elsewhere they are arguments.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => called_again(
            app,
            &links,
            &urls.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ),
        _ => {
            let _ = (app, &links);
        }
    });
    Ok(())
}

/// Loom was started once more for this profile, or a link was opened: this window answers for both.
fn called_again(app: &AppHandle, bridge: &Bridge, arguments: &[String]) {
    if let Some(token) = arguments
        .iter()
        .find_map(|argument| launch::token_of(argument))
    {
        bridge.open_token(token);
    }
    window::show(app);
}

/// Gives the profile's place free, and takes it again for a start that came meanwhile.
fn end(app: &AppHandle, instance: &Instance) {
    // Engine and place are gone before the new window asks for them.
    app.cleanup_before_exit();
    if let Some(arguments) = instance.ended() {
        let error = instance::become_new(&arguments);
        eprintln!("Loom could not be opened again: {error}.");
    }
}

/// Not whether it was hidden: Loom that was started shows itself.
fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED
}
