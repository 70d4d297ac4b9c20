package io.tidegate.cluster.instance;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Outcome;
import io.tidegate.core.Result;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A command that another instance sent here to be decided. */
final class ForwardedRequest extends Request {
  private final long id;
  private final Peers.Asker by;

  private ForwardedRequest(Frame.Asked asked, Peers.Asker by, ReplySink answers) {
    super(asked.command(), answers);
    this.id = asked.id();
    this.by = by;
  }

  /**
   * The commands of one batch as requests, whose answers go back together.
   *
   * @param sequence of the last record that counts, when answers go out
   */
  static List<ForwardedRequest> of(List<Frame.Asked> batch, Peers.Asker by, LongSupplier sequence) {
    ReplySink answers = answered -> answer(by, sequence.getAsLong(), answered);
    List<ForwardedRequest> requests = new ArrayList<>(batch.size());
    for (Frame.Asked asked : batch) requests.add(new ForwardedRequest(asked, by, answers));
    return requests;
  }

  private static void answer(Peers.Asker by, long sequence, List<Request> answered) {
    List<Frame.Answered> batch = new ArrayList<>(answered.size());
    for (Request request : answered) {
      Result result = request.result();
      Outcome outcome = result == null ? new Outcome.Unknown() : new Outcome.Decided(result);
      batch.add(new Frame.Answered(((ForwardedRequest) request).id, outcome));
    }
    by.answer(new Frame.Answers(sequence, batch));
  }

  /** Says that it was not decided, and will not be. */
  void notDecided() {
    Outcome no = new Outcome.NotDecided();
    by.answer(new Frame.Answers(0, List.of(new Frame.Answered(id, no))));
  }

  /** Says that none of these was decided, or will be. */
  static void notDecided(Peers.Asker by, List<Frame.Asked> batch) {
    List<Frame.Answered> answers = new ArrayList<>(batch.size());
    for (Frame.Asked asked : batch)
      answers.add(new Frame.Answered(asked.id(), new Outcome.NotDecided()));
    by.answer(new Frame.Answers(0, answers));
  }
}
