package io.tidegate.core;

import io.tidegate.core.Command.DropLetter;
import io.tidegate.core.Command.KeepLetter;
import io.tidegate.core.Command.LookUpClaims;
import io.tidegate.core.Command.MoveCursor;
import io.tidegate.core.Command.RemoveSink;
import io.tidegate.core.Command.ResetCursor;
import io.tidegate.core.Command.SwitchSink;
import io.tidegate.core.Event.CursorMoved;
import io.tidegate.core.Event.CursorReset;
import io.tidegate.core.Event.LetterGone;
import io.tidegate.core.Event.LetterKept;
import io.tidegate.core.Event.SinkRemoved;
import io.tidegate.core.Event.SinkSwitched;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.Sinks;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.core.sale.ClaimState;
import java.util.ArrayList;
import java.util.List;

/** Rules of what is remembered of sinks. Of the log's end they know nothing: relays do. */
final class OutboxRules {

  /** Claims that one question may name. */
  static final int CLAIMS_MAX = 1_000;

  /** Characters of a reason or an error. */
  static final int TEXT_MAX = 512;

  private static final int NAME_CHARS_MAX = 32;

  private static boolean isName(String name) {
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX || !isLetter(name.charAt(0))) return false;
    return name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-');
  }

  private static boolean isLetter(int c) {
    return c >= 'a' && c <= 'z';
  }

  Decision move(State state, MoveCursor c) {
    SinkTable sinks = state.sinks();
    if (!isName(c.sink()))
      return Decision.no(
          new Unfit("sink", "must be a letter and up to 31 of a-z, 0-9 and -, not " + c.sink()));
    int sink = sinks.find(c.sink());
    if (sink == 0 && sinks.free() == 0) return Decision.no(new Full("sinks"));
    if (sink != 0 && c.sequence() < sinks.cursor(sink))
      return Decision.no(new Conflict("sequence", "the cursor is at " + sinks.cursor(sink)));
    if (sink != 0 && c.sequence() == sinks.cursor(sink)) return Decision.answer(new Done());
    return Decision.yes(new Done(), new CursorMoved(c.sink(), c.sequence()));
  }

  Decision reset(State state, ResetCursor c) {
    int sink = state.sinks().find(c.sink());
    if (sink == 0) return unknown(c.sink());
    return Decision.yes(new Done(), new CursorReset(c.sink(), c.sequence()));
  }

  Decision keep(State state, KeepLetter c) {
    int sink = state.sinks().find(c.sink());
    if (sink == 0) return unknown(c.sink());
    if (c.error().length() > TEXT_MAX) return tooLong("error");
    if (!state.sinks().hasRoom(sink, c.sequence(), c.index()))
      return Decision.no(new Full("letters"));
    return Decision.yes(
        new Done(),
        new LetterKept(
            c.sink(), c.sequence(), c.index(), c.attempts(), c.status(), c.state(), c.error()));
  }

  Decision drop(State state, DropLetter c) {
    int sink = state.sinks().find(c.sink());
    if (sink == 0) return unknown(c.sink());
    if (!state.sinks().keeps(sink, c.sequence(), c.index())) return Decision.answer(new Done());
    return Decision.yes(new Done(), new LetterGone(c.sink(), c.sequence(), c.index()));
  }

  Decision switchTo(State state, SwitchSink c) {
    int sink = state.sinks().find(c.sink());
    if (sink == 0) return unknown(c.sink());
    if (c.reason().length() > TEXT_MAX) return tooLong("reason");
    if (state.sinks().state(sink) == c.to()) return Decision.answer(new Done());
    return Decision.yes(new Done(), new SinkSwitched(c.sink(), c.to(), c.reason()));
  }

  Decision remove(State state, RemoveSink c) {
    if (state.sinks().find(c.sink()) == 0) return Decision.answer(new Done());
    return Decision.yes(new Done(), new SinkRemoved(c.sink()));
  }

  Decision list(State state) {
    return Decision.answer(new Sinks(state.sinks().all()));
  }

  /** What is known of the claims; those that have retired are left out. */
  Decision lookUp(State state, LookUpClaims c) {
    if (c.claims().length > CLAIMS_MAX)
      return Decision.no(new Unfit("claims", "must be at most " + CLAIMS_MAX));
    List<ClaimInfo> found = new ArrayList<>();
    for (long claim : c.claims()) {
      ClaimState now = state.sale().claims.state(claim);
      if (now != ClaimState.NONE) found.add(SaleRules.infoOf(state.sale(), claim, now));
    }
    return Decision.answer(new ManyClaims(found, false));
  }

  private static Decision unknown(String sink) {
    return Decision.no(new Unfit("sink", "must be one that is known, not " + sink));
  }

  private static Decision tooLong(String field) {
    return Decision.no(new Unfit(field, "must have at most " + TEXT_MAX + " characters"));
  }
}
