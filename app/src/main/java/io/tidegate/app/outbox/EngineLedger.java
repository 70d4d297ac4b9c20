package io.tidegate.app.outbox;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import io.tidegate.outbox.SinkLedger;
import io.tidegate.outbox.event.ClaimFacts;
import io.tidegate.outbox.event.ClaimLookup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has the loop note what relays want noted, and asks it what they want to know. Any thread. */
final class EngineLedger implements SinkLedger, ClaimLookup {

  /** An answer takes a batch, which is milliseconds; a disk that hangs must not hang a relay. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final CommandPort engine;

  EngineLedger(CommandPort engine) {
    this.engine = engine;
  }

  @Override
  public List<SinkTable.Sink> sinks() throws IOException, InterruptedException {
    Result result = note(List.of(new Command.AskSinks())).getFirst();
    if (result instanceof Result.Sinks known) return known.sinks();
    throw new IOException("the loop answers " + result);
  }

  @Override
  public Map<Long, ClaimFacts> find(long[] claims) throws IOException, InterruptedException {
    Result result = note(List.of(new Command.LookUpClaims(claims))).getFirst();
    if (!(result instanceof Result.ManyClaims found))
      throw new IOException("the loop answers " + result);
    Map<Long, ClaimFacts> facts = new HashMap<>();
    for (ClaimInfo c : found.claims())
      facts.put(
          c.claim(),
          new ClaimFacts(c.offer(), c.schedule(), c.user(), c.quantity(), c.amount(), c.seats()));
    return facts;
  }

  @Override
  public List<Result> note(List<Command> commands) throws IOException, InterruptedException {
    CountDownLatch open = new CountDownLatch(commands.size());
    ReplySink replySink = answered -> answered.forEach(_ -> open.countDown());
    List<Noted> requests = new ArrayList<>();
    for (Command command : commands) {
      Noted request = new Noted(command, replySink);
      if (!engine.submit(request)) throw new IOException("the loop takes nothing now");
      requests.add(request);
    }
    if (!open.await(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS))
      throw new IOException("the loop did not answer within " + ANSWER_MAX.toSeconds() + " s");
    List<Result> results = new ArrayList<>();
    for (Noted request : requests) {
      Result result = request.result();
      if (result == null) throw new IOException("nobody knows whether it was noted");
      results.add(result);
    }
    return results;
  }

  private static final class Noted extends Request {
    Noted(Command command, ReplySink replySink) {
      super(command, replySink);
    }
  }
}
