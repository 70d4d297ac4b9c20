package io.tidegate.app.service;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * Sends commands to the engine and waits for the answers. It is for starting and filling a service,
 * not for requests of users.
 */
final class EngineClient {

  private final CommandPort engine;
  private final int atOnce;

  /**
   * @param atOnce commands under way at once, at most what the engine's inbox holds
   */
  EngineClient(CommandPort engine, int atOnce) {
    this.engine = engine;
    this.atOnce = atOnce;
  }

  /**
   * Answers in the order of the commands.
   *
   * @throws IllegalStateException if the engine refuses or fails
   */
  List<Result> ask(List<Command> commands) throws InterruptedException {
    List<Result> results = new ArrayList<>(commands.size());
    for (int from = 0; from < commands.size(); from += atOnce)
      results.addAll(askAtOnce(commands.subList(from, Math.min(commands.size(), from + atOnce))));
    return results;
  }

  private List<Result> askAtOnce(List<Command> commands) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(commands.size());
    ReplySink replySink = answered -> answered.forEach(_ -> open.countDown());
    List<Request> requests =
        commands.stream().<Request>map(command -> new Question(command, replySink)).toList();
    for (Request request : requests) {
      if (!engine.submit(request))
        throw new IllegalStateException("The engine takes no requests.", engine.failure());
    }
    open.await();
    return requests.stream()
        .map(request -> Objects.requireNonNull(request.result(), "the engine failed"))
        .toList();
  }

  private static final class Question extends Request {
    Question(Command command, ReplySink replySink) {
      super(command, replySink);
    }
  }
}
