//! Made by `npm run desktop:commands` from packages/contract: what the page may call, and all that it may call.

/// One of the shell's own.
#[allow(dead_code)] // The build script has no use for it.
pub const ATTACH: &str = "attach";

/// One of the shell's own.
#[allow(dead_code)] // The build script has no use for it.
pub const SHOW_NOTICE: &str = "show_notice";

#[allow(dead_code)] // Only the build script has a use for it.
pub const COMMANDS: &[&str] = &[
    "attach",
    "show_notice",
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
    "suggest_backup_path",
    "verify_backup",
    "restore_backup",
    "begin_restore_upload",
    "restore_upload_chunk",
    "delete_contact",
    "start_network",
    "get_network_port",
    "get_peers",
    "inject_peer_address",
    "get_manual_addresses",
    "remove_peer_address",
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
    "set_typing",
    "get_log",
    "get_settings",
    "set_settings",
    "lock",
    "unlock",
    "get_key_choices",
    "set_key_custody",
    "note_activity",
    "wipe_profile",
];
