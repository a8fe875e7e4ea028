// Printed by `fray protocol --write` from src/protocol/close.rs. Changes belong there.

/** Why the server closes a connection. */
export interface CloseReason {
  /** The WebSocket close code. */
  readonly code: number;
  /** Its name: the key of its sentence. */
  readonly name: CloseName;
  /** Names of the parameters of its goodbye, in order. */
  readonly params: readonly string[];
}

export type CloseName =
  | 'protocol_error'
  | 'text'
  | 'too_large'
  | 'stopping'
  | 'version'
  | 'full'
  | 'wrong_code'
  | 'kicked'
  | 'room_ended'
  | 'too_slow'
  | 'too_many_messages'
  | 'malformed'
  | 'hello_timeout'
  | 'before_hello'
  | 'replaced'
  | 'replay_over'
  | 'seat_gone'
  | 'seat_busy';

export const CLOSE_REASONS: readonly CloseReason[] = [
  // A ws frame was unmasked, fragmented, or had a reserved bit or opcode.
  { code: 1002, name: 'protocol_error', params: [] },
  // A ws frame was text; every message is binary.
  { code: 1003, name: 'text', params: [] },
  // A ws frame declared more bytes than a client may send.
  { code: 1009, name: 'too_large', params: [] },
  // The server stops; try again in a moment.
  { code: 4000, name: 'stopping', params: [] },
  // The server speaks another version: load the page again, once.
  { code: 4001, name: 'version', params: ['version', 'build'] },
  // No seat is free in that room.
  { code: 4002, name: 'full', params: [] },
  // No room has that code.
  { code: 4003, name: 'wrong_code', params: ['code'] },
  // The host of the room, or an operator, closed this connection.
  { code: 4004, name: 'kicked', params: [] },
  // The room ended, by a defect or of old age; play again to get another one.
  { code: 4005, name: 'room_ended', params: [] },
  // The client did not acknowledge for 5 s, or did not read what it was sent.
  { code: 4006, name: 'too_slow', params: [] },
  // The client sent more messages than allowed for 5 s on end.
  { code: 4007, name: 'too_many_messages', params: [] },
  // A message broke the table of messages.
  { code: 4008, name: 'malformed', params: ['what', 'value', 'limit'] },
  // No hello within 3 s.
  { code: 4009, name: 'hello_timeout', params: [] },
  // A message came before the hello.
  { code: 4010, name: 'before_hello', params: [] },
  // The seat was taken from another connection.
  { code: 4011, name: 'replaced', params: [] },
  // The recorded match was shown to its end; watch again to see it from the start.
  { code: 4012, name: 'replay_over', params: [] },
  // No seat is held for that token: it was given up, or the token was used before.
  { code: 4013, name: 'seat_gone', params: [] },
  // Another connection is being let in by that token; try again in a moment.
  { code: 4014, name: 'seat_busy', params: [] },
];

/** The reason with this code; null where the table has none. */
export function closeReason(code: number): CloseReason | null {
  return CLOSE_REASONS.find((reason) => reason.code === code) ?? null;
}
