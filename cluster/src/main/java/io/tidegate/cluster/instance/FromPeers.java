package io.tidegate.cluster.instance;

import io.tidegate.cluster.Input;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import java.util.List;
import java.util.UUID;

/** Brings what peers say to the loop, in order. */
final class FromPeers implements Peers.Receiver {
  private final Instance instance;

  FromPeers(Instance instance) {
    this.instance = instance;
  }

  @Override
  public void linked(UUID peer) {
    instance.task(() -> instance.neighbours().linked(peer));
  }

  @Override
  public void asked(Peers.Asker by, List<Frame.Asked> batch) {
    instance.task(() -> instance.neighbours().asked(by, batch));
  }

  @Override
  public void endAsked(Peers.Asker by, long op) {
    instance.task(() -> by.answer(new Frame.End(op, instance.highest())));
  }

  @Override
  public void handOverAsked() {
    instance.task(() -> instance.feed(new Input.HandOver()));
  }

  @Override
  public void end(UUID peer, LogPosition end) {
    instance.task(() -> instance.feed(new Input.PeerEnd(peer.toString(), end)));
  }

  @Override
  public void pushed(List<LogRecord> records) {
    instance.task(() -> instance.feed(new Input.Pushed(records)));
  }

  @Override
  public void answered(UUID peer, Frame.Answers answers) {
    instance.task(() -> instance.neighbours().answered(answers));
  }

  @Override
  public void role(UUID peer, Frame.Role role) {
    instance.task(() -> instance.neighbours().told(peer, role));
  }

  @Override
  public void lost(UUID peer) {
    instance.task(() -> instance.neighbours().lost(peer));
  }
}
