package io.tidegate.cluster.instance;

import io.tidegate.core.Command;

/** Which commands have the effect of once, however often they are decided. */
final class Repeatable {
  private Repeatable() {}

  /**
   * Whether it may be sent again though it may have been decided: it has a key, by which it gets
   * the answer that it got before, or asks for what is so afterwards anyway.
   */
  static boolean isSo(Command command) {
    return switch (command) {
      case Command.Claim claim -> claim.key() != null;
      case Command.HoldSeats hold -> hold.key() != null;
      case Command.Pay pay -> pay.key() != null;
      case Command.TopUp topUp -> topUp.key() != null;
      case Command.FindClaim _, Command.ListClaims _, Command.AskBalance _ -> true;
      case Command.Join _, Command.AskPlace _, Command.Enter _, Command.Look _ -> true;
      case Command.Renew _, Command.Leave _ -> true;
      // Also what is added one day: to be asked for by its sender is always right.
      default -> false;
    };
  }
}
