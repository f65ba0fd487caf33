//! Gives the window's page its rights: the commands of the contract and the shell's own one, each named in capabilities/.
#[path = "src/commands.rs"]
mod commands;

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(commands::COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        eprintln!("{error:#}");
        std::process::exit(1);
    }
}
