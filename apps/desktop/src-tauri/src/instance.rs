//! One window for each profile: what becomes of a start of Loom that comes while its window is ending. The system has asked
//! the old window by then, and whoever started Loom must get a new one. Knows nothing of pages or engines.
use std::{
    env, io,
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

/// How often this process has begun anew, for the process that it becomes.
const ATTEMPTS: &str = "LOOM_DESKTOP_ATTEMPTS";
/// A window that gave no answer has ended, so the next attempt finds its place free; more take somebody who starts and ends
/// Loom all the time.
const MOST_ATTEMPTS: u32 = 5;

/// What this process knows of its own window.
#[derive(Default)]
pub struct Instance(Mutex<Phase>);

#[derive(Default)]
enum Phase {
    #[default]
    Open,
    /// With the arguments of the last start that came meanwhile.
    Ending(Option<Vec<String>>),
    Ended,
}

impl Instance {
    /// The window is about to go. It may be told so more than once.
    pub fn ends(&self) {
        let mut phase = self.phase();
        if matches!(*phase, Phase::Open) {
            *phase = Phase::Ending(None);
        }
    }

    /// Takes the arguments of another start of Loom.
    /// Returns whether the window is there to answer for it. Once all has ended it returns no more: a caller without an answer
    /// begins anew, and one with an answer would believe that there is a window.
    pub fn is_open_for(&self, arguments: &[String]) -> bool {
        let mut phase = self.phase();
        match &mut *phase {
            Phase::Open => true,
            Phase::Ending(called) => {
                *called = Some(arguments.to_vec());
                false
            }
            Phase::Ended => {
                drop(phase);
                loop {
                    thread::park();
                }
            }
        }
    }

    /// Returns the arguments of the start that came while the window was ending, without the program's name.
    pub fn ended(&self) -> Option<Vec<String>> {
        match std::mem::replace(&mut *self.phase(), Phase::Ended) {
            Phase::Ending(called) => {
                called.map(|arguments| arguments.into_iter().skip(1).collect())
            }
            Phase::Open | Phase::Ended => None,
        }
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        // Nothing here panics between two changes that belong together.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Becomes a new Loom with these arguments, in this process.
/// Returns only where that is not possible.
pub fn become_new(arguments: &[String]) -> io::Error {
    replace(|command| command.args(arguments).env_remove(ATTEMPTS))
}

/// Another window held this profile's place and ended before it answered: begins anew, as this toolkit can't be started
/// twice in one process. Returns where the cause is another one, or there were too many attempts.
pub fn try_again(error: &tauri::Error) {
    let attempts = attempts(env::var(ATTEMPTS).ok().as_deref());
    if is_without_answer(error) && attempts < MOST_ATTEMPTS {
        let next = (attempts + 1).to_string();
        // Where it returns, what went wrong first is what will be told.
        let _ = replace(|command| command.args(env::args_os().skip(1)).env(ATTEMPTS, next));
    }
}

fn is_without_answer(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

fn attempts(variable: Option<&str>) -> u32 {
    variable.and_then(|text| text.parse().ok()).unwrap_or(0)
}

#[cfg(unix)]
fn replace(prepare: impl FnOnce(&mut Command) -> &mut Command) -> io::Error {
    use std::os::unix::process::CommandExt;
    match env::current_exe() {
        Ok(program) => prepare(&mut Command::new(program)).exec(),
        Err(error) => error,
    }
}

/// Windows can't replace a process, and what this one starts would end with it (`sidecar::bind_children`).
#[cfg(not(unix))]
fn replace(_: impl FnOnce(&mut Command) -> &mut Command) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(token: &str) -> Vec<String> {
        vec!["loom-desktop".into(), token.into()]
    }

    #[test]
    fn a_window_that_is_there_answers_for_every_start() {
        let instance = Instance::default();
        assert!(instance.is_open_for(&start("loom:A")));
        assert!(instance.is_open_for(&start("loom:B")));
        instance.ends();
        assert_eq!(instance.ended(), None);
    }

    #[test]
    fn the_last_start_while_it_ends_is_what_comes_next() {
        let instance = Instance::default();
        instance.ends();
        assert!(!instance.is_open_for(&start("loom:A")));
        instance.ends();
        assert!(!instance.is_open_for(&start("loom:B")));
        assert_eq!(instance.ended(), Some(vec!["loom:B".to_owned()]));
        assert_eq!(instance.ended(), None);
    }

    #[test]
    fn only_a_missing_answer_is_a_reason_to_begin_anew() {
        let of = |plugin: &str| {
            is_without_answer(&tauri::Error::PluginInitialization(
                plugin.into(),
                "NoReply".into(),
            ))
        };
        assert!(of("single-instance"));
        assert!(!of("window-state"));
        assert!(!is_without_answer(&tauri::Error::WindowNotFound));
    }

    #[test]
    fn attempts_that_are_no_number_are_none() {
        assert_eq!(attempts(Some("3")), 3);
        assert_eq!(attempts(Some("x")), 0);
        assert_eq!(attempts(None), 0);
    }
}
