//! Made by `npm run desktop:commands` from packages/contract: what the page may call, and all that it may call.

/// The shell's own command.
#[allow(dead_code)] // The build script has no use for it.
pub const ATTACH: &str = "attach";

#[allow(dead_code)] // Only the build script has a use for it.
pub const COMMANDS: &[&str] = &[
    "attach",
    "has_identity",
    "generate_new_identity",
    "get_my_token",
    "set_display_name",
    "get_status",
    "parse_token",
    "add_contact_token",
    "get_contacts",
    "rename_contact",
    "get_safety_number",
    "mark_verified",
    "accept_new_session",
    "block_contact",
    "create_backup",
    "delete_contact",
    "start_network",
    "get_network_port",
    "get_peers",
    "inject_peer_address",
    "search_network",
    "run_doctor",
    "initiate_chat_handshake",
    "send_message",
    "get_messages",
    "search_messages",
    "delete_message",
    "retry_message",
    "open_pairing",
    "close_pairing",
    "get_pairing",
    "start_pairing",
    "confirm_pairing",
    "mark_read",
    "get_settings",
    "set_settings",
];
