package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A request whose answer a test can wait for: empty where the engine gave no result. */
final class PendingAnswer extends Request {

  /** Hands every request its answer on the loop's thread. */
  static final ReplySink AT_ONCE =
      answered -> answered.forEach(request -> ((PendingAnswer) request).done());

  private static final long WAIT_SECONDS = 20;

  private final CompletableFuture<Optional<Result>> answer = new CompletableFuture<>();

  PendingAnswer(Command command) {
    this(command, AT_ONCE);
  }

  PendingAnswer(Command command, ReplySink replySink) {
    super(command, replySink);
  }

  /** To be called by a reply sink. */
  void done() {
    if (!answer.complete(Optional.ofNullable(result())))
      throw new AssertionError("answered twice: " + command());
  }

  boolean isAnswered() {
    return answer.isDone();
  }

  /** The answer, waited for. */
  Optional<Result> answer() throws Exception {
    return answer.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }
}
