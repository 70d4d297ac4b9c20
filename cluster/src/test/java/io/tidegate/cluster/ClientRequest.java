package io.tidegate.cluster;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import org.jspecify.annotations.Nullable;

/** What one client asks, as often as it must, and what it was told. */
final class ClientRequest {
  final Command command;

  // Of the attempt that is under way.
  int attempt;
  long sentAtEnd;

  // What it was told, and how long the log was when that was asked and when it was told.
  @Nullable Result result;
  long askedAtEnd;
  long toldAtEnd;

  ClientRequest(Command command) {
    this.command = command;
  }
}
