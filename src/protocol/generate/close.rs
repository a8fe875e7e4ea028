//! `close.gen.ts`: the table of close reasons for the client, which turns a code into a sentence by its name.

use std::fmt::Write as _;

use super::header;
use crate::protocol::close::REASONS;

/// The file.
pub fn print() -> String {
    let mut out = header("src/protocol/close.rs");
    out.push_str(
        "/** Why the server closes a connection. */\n\
         export interface CloseReason {\n\
         \x20 /** The WebSocket close code. */\n\
         \x20 readonly code: number;\n\
         \x20 /** Its name: the key of its sentence. */\n\
         \x20 readonly name: CloseName;\n\
         \x20 /** Names of the parameters of its goodbye, in order. */\n\
         \x20 readonly params: readonly string[];\n\
         }\n\n\
         export type CloseName =\n",
    );
    let names: Vec<String> = REASONS.iter().map(|reason| format!("  | '{}'", reason.name)).collect();
    let _ = writeln!(out, "{};\n\nexport const CLOSE_REASONS: readonly CloseReason[] = [", names.join("\n"));
    for reason in REASONS {
        let params: Vec<String> = reason.params.iter().map(|param| format!("'{param}'")).collect();
        let _ = writeln!(out, "  // {}", reason.about);
        let _ =
            writeln!(out, "  {{ code: {}, name: '{}', params: [{}] }},", reason.code, reason.name, params.join(", "));
    }
    out.push_str(
        "];\n\n\
         /** The reason with this code; null where the table has none. */\n\
         export function closeReason(code: number): CloseReason | null {\n\
         \x20 return CLOSE_REASONS.find((reason) => reason.code === code) ?? null;\n\
         }\n",
    );
    out
}
