package io.tidegate.api.call;

/** Who may ask for an operation. In {@code openapi.json} it is its {@code security}. */
public enum Access {
  /** Whoever reaches the service. */
  ANYBODY,
  /** A user, by a ticket or named by a trusted caller. */
  USER,
  /** A user, whom the path or the body may name as well. */
  NAMED_USER,
  /** A user with a ticket. */
  TICKET,
  /** A user with a ticket where the sale has a room, else whoever reaches the service. */
  TICKET_WHERE_ROOM,
  /** An organiser, by the admin key. */
  ADMIN
}
