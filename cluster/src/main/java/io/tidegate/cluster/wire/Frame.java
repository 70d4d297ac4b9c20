package io.tidegate.cluster.wire;

import io.tidegate.core.Command;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomQuestion;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message of the internal protocol: what instances, and later gates, say to one another. Over one
 * link frames arrive in the order in which they were sent, each once, or not at all; see {@code
 * io.tidegate.cluster.link}.
 *
 * <p>Each frame checks its bounds when it is made, so what could be made can be sent, as long as
 * {@link FrameCodec#bytesMax} is at most {@link #BYTES_MAX}. What is beyond a bound is an {@link
 * IllegalArgumentException}.
 */
public sealed interface Frame {

  /**
   * Version of all frames but {@link Hello} and {@link Refused}, whose layout never changes: so two
   * programs that do not understand each other can say so.
   */
  int VERSION = 1;

  /** Bytes of the longest frame: one with the longest record of a log. */
  int BYTES_MAX = LogRecord.BYTES_MAX + (1 << 16);

  /** Commands or answers in one frame at most. */
  int BATCH_MAX = 4_096;

  /** Characters of a name at most. */
  int NAME_CHARS_MAX = 64;

  /** Characters of an address at most. */
  int ADDRESS_CHARS_MAX = 260;

  /** Characters of a reason at most. */
  int WHY_CHARS_MAX = 1_000;

  /** What a party is. */
  enum Kind {
    /** Follows a log, and may lead it. */
    INSTANCE,
    /** Asks rooms, and follows nothing. */
    GATE
  }

  /**
   * A party.
   *
   * @param instance a new one at each start
   * @param name unique among the parties, 1 to 64 characters
   * @param address at which others reach it, {@code host:port}; empty for none
   */
  record Member(UUID instance, String name, String address, Kind kind) {
    /** Checks the bounds. */
    public Member {
      if (name.isEmpty()) throw new IllegalArgumentException("a name of 0 characters");
      FrameBounds.within("a name", name, NAME_CHARS_MAX);
      FrameBounds.within("an address", address, ADDRESS_CHARS_MAX);
    }
  }

  /**
   * The first frame of whoever connected.
   *
   * @param version of the frames it speaks, {@link #VERSION}
   * @param log identity of its log, 32 hexadecimal digits; empty for a gate
   * @param highest how far it has read; null for a gate
   */
  record Hello(int version, Member member, String log, @Nullable LogPosition highest)
      implements Frame {
    /** Checks the bounds. */
    public Hello {
      FrameBounds.hexadecimal("a log", log, 32);
      FrameBounds.position(highest);
    }
  }

  /** The answer to {@link Hello}: the same of the other side. */
  record Welcome(int version, Member member, String log, @Nullable LogPosition highest)
      implements Frame {
    /** Checks the bounds. */
    public Welcome {
      FrameBounds.hexadecimal("a log", log, 32);
      FrameBounds.position(highest);
    }
  }

  /** Instead of a {@link Welcome}, and the last frame: {@code why}, for people. */
  record Refused(String why) implements Frame {
    /** Cuts what is too long. */
    public Refused {
      if (why.length() > WHY_CHARS_MAX) why = why.substring(0, WHY_CHARS_MAX);
    }
  }

  /** A command, and the number by which its answer will name it; unique on a link. */
  record Asked(long id, Command command) {}

  /** Commands for whoever leads. Each is answered once, in any order, or the link ends. */
  record Ask(List<Asked> batch) implements Frame {
    /** Checks the bounds. */
    public Ask {
      batch = FrameBounds.batch(batch);
      for (Asked one : batch) CommandCodec.bytesMax(one.command());
    }
  }

  /** What became of the command with this number. */
  record Answered(long id, Outcome outcome) {}

  /**
   * Answers.
   *
   * @param sequence of the record they stand behind: who has read so far sees what they say; at
   *     least 0
   */
  record Answers(long sequence, List<Answered> batch) implements Frame {
    /** Checks the bounds. */
    public Answers {
      FrameBounds.sequence(sequence);
      batch = FrameBounds.batch(batch);
      for (Answered one : batch)
        if (one.outcome() instanceof Outcome.Decided(var result)) ResultCodec.bytesMax(result);
    }
  }

  /**
   * Records that count, in order, as {@link LogRecord#bytes} has them; from whoever leads. Nobody
   * may change the arrays.
   */
  record Records(List<byte[]> records) implements Frame {
    /** Checks the bounds. */
    public Records {
      records = FrameBounds.batch(records);
      for (byte[] record : records)
        if (record.length == 0 || record.length > LogRecord.BYTES_MAX)
          throw new IllegalArgumentException("a record of " + record.length + " bytes");
    }

    /** With a copy of these records. */
    public static Records of(List<LogRecord> records) {
      List<byte[]> copies = new ArrayList<>(records.size());
      for (LogRecord record : records) {
        byte[] copy = new byte[record.size()];
        ByteBuffer bytes = record.bytes();
        bytes.get(copy);
        copies.add(copy);
      }
      return new Records(copies);
    }
  }

  /** Asks how far the other side has read. */
  record EndRequest(long op) implements Frame {}

  /** So far: the answer to an {@link EndRequest}. */
  record End(long op, LogPosition end) implements Frame {
    /** Checks the bounds. */
    public End {
      FrameBounds.position(end);
    }
  }

  /**
   * Whom the sender takes for the leader; said again when that changes.
   *
   * @param term of the lead, at least 0
   * @param leader null where it knows of none
   * @param leading whether it is the sender, and decides commands now
   */
  record Role(long term, @Nullable UUID leader, boolean leading) implements Frame {
    /** Checks the bounds. */
    public Role {
      if (term < 0) throw new IllegalArgumentException("a term of " + term);
    }
  }

  /** Asks whoever leads to hand over. */
  record HandOver(long op) implements Frame {}

  /** Asks whether somebody is there; a link sends and answers it by itself. */
  record Ping(long number) implements Frame {}

  /** The answer to a {@link Ping}. */
  record Pong(long number) implements Frame {}

  /** A question to a room, and the number by which its answer will name it; unique on a link. */
  record RoomAsked(long id, RoomQuestion<?> question) {}

  /** Questions of a gate. Each is answered once, in any order, or the link ends. */
  record RoomAsk(List<RoomAsked> batch) implements Frame {
    /** Checks the bounds. */
    public RoomAsk {
      batch = FrameBounds.batch(batch);
      for (RoomAsked one : batch) RoomCodec.bytesMax(one.question());
    }
  }

  /** What a room said to the question with this number. */
  record RoomAnswered(long id, RoomAnswer answer) {}

  /** Answers to a gate. */
  record RoomAnswers(List<RoomAnswered> batch) implements Frame {
    /** Checks the bounds. */
    public RoomAnswers {
      batch = FrameBounds.batch(batch);
      for (RoomAnswered one : batch) RoomCodec.bytesMax(one.answer());
    }
  }

  /** A gate wants to hear how these rooms stand, from now on until the link ends. */
  record RoomWatch(List<Long> rooms) implements Frame {
    /** Checks the bounds. */
    public RoomWatch {
      rooms = FrameBounds.batch(rooms);
    }
  }

  /** How rooms stand that a gate watches: those that have changed. */
  record RoomViews(List<RoomStatus> rooms) implements Frame {
    /** Checks the bounds. */
    public RoomViews {
      rooms = FrameBounds.batch(rooms);
      for (RoomStatus one : rooms) RoomCodec.bytesMax(one);
    }
  }

  /** A room still stands as it was told last: as of when, and how long ago that was heard, ms. */
  record RoomAge(long room, long asOfMs, long ageMs) {}

  /** Rooms that a gate watches and that have not changed. */
  record RoomAges(List<RoomAge> rooms) implements Frame {
    /** Checks the bounds. */
    public RoomAges {
      rooms = FrameBounds.batch(rooms);
    }
  }

  /**
   * How many people the upstream of a room can take, as a gate measured it.
   *
   * @param peoplePerSecond at least 0, finite
   */
  record RoomRate(long room, double peoplePerSecond) implements Frame {
    /** Checks the bounds. */
    public RoomRate {
      if (!(peoplePerSecond >= 0) || Double.isInfinite(peoplePerSecond))
        throw new IllegalArgumentException("a rate of " + peoplePerSecond);
    }
  }
}
