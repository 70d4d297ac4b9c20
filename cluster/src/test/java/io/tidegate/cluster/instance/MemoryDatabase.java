package io.tidegate.cluster.instance;

import io.tidegate.store.home.HomeSnapshots;
import io.tidegate.store.home.Member;
import io.tidegate.store.home.Members;
import io.tidegate.store.home.SharedHome;
import io.tidegate.store.journal.SnapshotSource;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.SignResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A home in memory for instances that run in real time, with a switch that takes it away. */
final class MemoryDatabase {
  private static final LogIdentity IDENTITY = new LogIdentity(new byte[16], new byte[32]);

  private final List<LogRecord> records = new ArrayList<>();
  private final Map<UUID, Member> members = new HashMap<>();
  private long signs;
  private long signedMs;
  private volatile boolean gone;
  private volatile boolean acksLost;

  /** From now on nobody gets an answer, or everybody does again. */
  void gone(boolean gone) {
    this.gone = gone;
  }

  /** From now on appends land, and nobody is told. */
  void losesAcks(boolean lost) {
    acksLost = lost;
  }

  /** Everything that counts. */
  synchronized List<LogRecord> records() {
    return List.copyOf(records);
  }

  /** The newest records are lost, as by a replica that was promoted short of them. */
  synchronized void forget(int newest) {
    for (int i = 0; i < newest; i++) records.removeLast();
  }

  /** One side of it, which can be cut off alone. */
  Home home() {
    return new Home();
  }

  private synchronized LogPosition end() {
    return records.isEmpty() ? IDENTITY.beginning() : records.getLast().position();
  }

  private synchronized AppendResult append(long expected, byte[] previous, LogRecord record) {
    if (expected <= records.size()) {
      LogRecord there = records.get((int) expected - 1);
      return there.chain().equals(record.chain())
          ? AppendResult.Appended.APPENDED
          : new AppendResult.Conflict(end());
    }
    if (expected != records.size() + 1 || !Arrays.equals(previous, Chain.parse(end().chain())))
      return new AppendResult.Conflict(end());
    records.add(record.kept());
    return acksLost ? new AppendResult.Unknown(null) : AppendResult.Appended.APPENDED;
  }

  private synchronized SignResult sign(LogPosition at) {
    if (!at.equals(end())) return SignResult.PASSED;
    signs++;
    signedMs = System.currentTimeMillis();
    return SignResult.COUNTED;
  }

  private synchronized @Nullable LogRecord at(long sequence) {
    return sequence > records.size() ? null : records.get((int) sequence - 1);
  }

  final class Home implements SharedHome, Log, Members, HomeSnapshots {
    private volatile boolean cut;

    /** From now on nobody answers on this side, or everybody does again. */
    void cut(boolean cut) {
      this.cut = cut;
    }

    private void reach() throws IOException {
      if (!gone && !cut) return;
      LockSupport.parkNanos(200_000_000);
      if (gone || cut) throw new IOException("the home is gone");
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public Log log() {
      return this;
    }

    @Override
    public Members members() {
      return this;
    }

    @Override
    public HomeSnapshots snapshots() {
      return this;
    }

    @Override
    public LogIdentity identity() {
      return IDENTITY;
    }

    @Override
    public int recordBytesMax() {
      return 4 << 20;
    }

    @Override
    public LogPosition end() throws IOException {
      reach();
      return MemoryDatabase.this.end();
    }

    @Override
    public AppendResult append(long expectedSequence, byte[] previousChain, LogRecord record) {
      try {
        reach();
      } catch (IOException e) {
        return new AppendResult.Unknown(e);
      }
      return MemoryDatabase.this.append(expectedSequence, previousChain, record);
    }

    @Override
    public SignResult sign(LogPosition end) {
      try {
        reach();
      } catch (IOException e) {
        return SignResult.UNKNOWN;
      }
      return MemoryDatabase.this.sign(end);
    }

    @Override
    public LogReader read(LogPosition after) throws IOException {
      reach();
      LogRecord there = after.sequence() == 0 ? null : at(after.sequence());
      if (there != null && !there.chain().equals(after.chain()))
        throw new LogRefusedException("another record " + after.sequence());
      return new Reader(this, after);
    }

    @Override
    public List<Member> beat(Member self) throws IOException {
      reach();
      synchronized (MemoryDatabase.this) {
        members.put(self.instance(), self);
      }
      return listed();
    }

    @Override
    public List<Member> listed() throws IOException {
      reach();
      synchronized (MemoryDatabase.this) {
        return members.values().stream().sorted(Comparator.comparing(Member::instance)).toList();
      }
    }

    @Override
    public void leave(UUID instance) {
      synchronized (MemoryDatabase.this) {
        members.remove(instance);
      }
    }

    @Override
    public @Nullable LogPosition read(Listener listener) {
      return null;
    }

    @Override
    public @Nullable LogPosition newest() {
      return null;
    }

    @Override
    public void write(LogPosition at, SnapshotSource state) throws IOException {
      throw new IOException("this home keeps none");
    }

    @Override
    public void close() {}
  }

  private final class Reader implements LogReader {
    private final Home side;
    private LogPosition position;
    private @Nullable LogRecord record;

    Reader(Home side, LogPosition after) {
      this.side = side;
      position = after;
    }

    @Override
    public boolean next() throws IOException {
      side.reach();
      LogRecord next = at(position.sequence() + 1);
      if (next == null) return false;
      record = next;
      position = next.position();
      return true;
    }

    @Override
    public LogRecord record() {
      LogRecord last = record;
      if (last == null) throw new IllegalStateException("nothing was read");
      return last;
    }

    @Override
    public LogPosition position() {
      return position;
    }

    @Override
    public LogIdentity identity() {
      return IDENTITY;
    }

    @Override
    public String place() {
      return "in memory";
    }

    @Override
    public long signs() {
      synchronized (MemoryDatabase.this) {
        return signs;
      }
    }

    @Override
    public long silentMs() {
      synchronized (MemoryDatabase.this) {
        return signedMs == 0 ? -1 : System.currentTimeMillis() - signedMs;
      }
    }

    @Override
    public long homeMs() {
      return System.currentTimeMillis();
    }

    @Override
    public void close() {}
  }
}
