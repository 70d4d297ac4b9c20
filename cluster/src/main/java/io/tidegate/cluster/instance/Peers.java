package io.tidegate.cluster.instance;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.store.home.Member;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import java.util.List;
import java.util.UUID;

/**
 * The other instances, as the loop reaches them. Calls never wait, and what they send may be lost
 * with its link. The loop's thread.
 */
public interface Peers extends AutoCloseable {

  /** A peer that asked this instance something, and gets the answer. Any thread. */
  interface Asker {
    /** Sends an answer; it is dropped if the link is gone. */
    void answer(Frame answer);
  }

  /** Takes what peers say, in the order in which each said it. Any thread; may wait a little. */
  interface Receiver {
    /** There is a link to it now. */
    void linked(UUID peer);

    /** It asks for commands to be decided. */
    void asked(Asker by, List<Frame.Asked> batch);

    /** It asks how far this instance has read. */
    void endAsked(Asker by, long op);

    /** It asks this instance to hand over. */
    void handOverAsked();

    /** It says how far it has read. */
    void end(UUID peer, LogPosition end);

    /** Records that count, from whoever leads. */
    void pushed(List<LogRecord> records);

    /** It answers commands. */
    void answered(UUID peer, Frame.Answers answers);

    /** It says whom it takes for the leader. */
    void role(UUID peer, Frame.Role role);

    /** The link to it is gone: what was asked there and not answered never will be. */
    void lost(UUID peer);
  }

  /** Without any. */
  Peers NONE =
      new Peers() {
        @Override
        public void members(List<Member> others) {}

        @Override
        public boolean reaches(UUID peer) {
          return false;
        }

        @Override
        public boolean send(UUID peer, Frame frame) {
          return false;
        }

        @Override
        public void toAll(Frame frame) {}

        @Override
        public void push(LogRecord record) {}

        @Override
        public void close() {}
      };

  /** Who is there now: links are made and dropped accordingly. */
  void members(List<Member> others);

  /** Whether there is a link to that one. */
  boolean reaches(UUID peer);

  /** Sends to one; false if it cannot be sent now: then it surely does not arrive. */
  boolean send(UUID peer, Frame frame);

  /** Sends to all whom this instance has a link to. */
  void toAll(Frame frame);

  /** Sends a record that counts to all who have a link to this instance. */
  void push(LogRecord record);

  @Override
  void close();
}
