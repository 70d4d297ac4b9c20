package io.tidegate.cluster.instance;

import io.tidegate.cluster.link.Link;
import io.tidegate.cluster.link.LinkClient;
import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkRefusedException;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.cluster.link.LinkServer;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.store.home.Member;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogRecord;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other instances over links. Each instance keeps a link to every other one and asks over it;
 * over the links that others have made to it, it answers, and pushes records. Gates link to the
 * same port; a link is of one kind, by its first frame, and ends with the first frame of the other.
 */
public final class LinkedPeers implements Peers {
  private static final Logger LOG = LoggerFactory.getLogger(LinkedPeers.class);
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final long PAUSE_MS_LEAST = 50;
  private static final long PAUSE_MS_MOST = 1_000;

  private final LinkSecret secret;
  private final LinkConfig config;
  private final LogIdentity log;
  private final LinkServer server;
  private final Map<UUID, Outgoing> outgoing = new ConcurrentHashMap<>();
  private final Map<Link, UUID> incoming = new ConcurrentHashMap<>();
  private final Map<Link, Link.Receiver> gates = new ConcurrentHashMap<>();
  private volatile Link.@Nullable Receiver toGates;
  private volatile @Nullable Self self;

  private record Self(Frame.Member member, Receiver receiver) {}

  private LinkedPeers(InetSocketAddress at, LinkSecret secret, LinkConfig config, LogIdentity log)
      throws IOException {
    this.secret = secret;
    this.config = config;
    this.log = log;
    this.server = LinkServer.open(at, secret, config, new Incoming());
  }

  /**
   * Listens for other instances from now on; they are answered once this is {@linkplain #connect
   * connected} to one of this process.
   *
   * @param at the port may be 0 for any
   * @param log which log the instances share; those of another one are refused
   * @throws IOException if the address cannot be bound
   */
  public static LinkedPeers listen(
      InetSocketAddress at, LinkSecret secret, LinkConfig config, LogIdentity log)
      throws IOException {
    return new LinkedPeers(at, secret, config, log);
  }

  /** The port it listens at. */
  public int port() {
    return server.port();
  }

  /** From now on these are the peers of that instance. */
  public Peers connect(UUID instance, InstanceConfig instanceConfig, Receiver receiver) {
    Frame.Member member =
        new Frame.Member(
            instance, instanceConfig.name(), instanceConfig.address(), Frame.Kind.INSTANCE);
    self = new Self(member, receiver);
    return this;
  }

  /**
   * From now on gates, which link to instances as clients of their rooms, are answered by this.
   * Before, they are refused, and try the next instance.
   */
  public void answerGates(Link.Receiver receiver) {
    toGates = receiver;
  }

  @Override
  public void members(List<Member> others) {
    Set<UUID> there = new HashSet<>();
    for (Member other : others) {
      if (other.address().isEmpty()) continue;
      there.add(other.instance());
      outgoing.computeIfAbsent(other.instance(), _ -> new Outgoing(other));
    }
    outgoing
        .values()
        .removeIf(way -> {
          boolean gone = !there.contains(way.peer.instance());
          if (gone) way.close();
          return gone;
        });
  }

  @Override
  public boolean reaches(UUID peer) {
    Outgoing way = outgoing.get(peer);
    return way != null && way.open != null;
  }

  @Override
  public boolean send(UUID peer, Frame frame) {
    Outgoing way = outgoing.get(peer);
    Link link = way == null ? null : way.open;
    return link != null && link.send(frame);
  }

  @Override
  public void toAll(Frame frame) {
    for (UUID peer : outgoing.keySet()) send(peer, frame);
  }

  @Override
  public void push(LogRecord record) {
    if (incoming.isEmpty()) return;
    Frame frame = Frame.Records.of(List.of(record));
    // Who does not read it in time finds a gap, and reads the home.
    for (Link link : incoming.keySet()) link.send(frame);
  }

  @Override
  public void close() {
    outgoing.values().forEach(Outgoing::close);
    outgoing.clear();
    server.close();
  }

  private Frame refusalOf(int version, String theirs) {
    return new Frame.Refused(
        version != Frame.VERSION
            ? "version " + version + " of the protocol meets version " + Frame.VERSION
            : "its log is " + theirs + ", and " + log + " here");
  }

  /** What others ask here. */
  private final class Incoming implements Link.Receiver {
    @Override
    public void received(Link link, Frame frame) {
      Self here = self;
      if (here == null) {
        link.close();
        return;
      }
      Link.Receiver rooms = gates.get(link);
      if (rooms != null) {
        rooms.received(link, frame);
        return;
      }
      if (frame instanceof Frame.Hello hello) {
        if (hello.member().kind() == Frame.Kind.GATE) meetGate(link, hello);
        else meet(link, hello, here.member());
        return;
      }
      UUID peer = incoming.get(link);
      if (peer == null) {
        link.close();
        return;
      }
      Receiver receiver = here.receiver();
      Asker asker = answer -> answer(link, answer);
      switch (frame) {
        case Frame.Ask(var batch) -> receiver.asked(asker, batch);
        case Frame.EndRequest(long op) -> receiver.endAsked(asker, op);
        case Frame.HandOver _ -> receiver.handOverAsked();
        case Frame.Role role -> receiver.role(peer, role);
        default -> link.close();
      }
    }

    /** What it says is none of the log's business from here on. */
    private void meetGate(Link link, Frame.Hello hello) {
      Link.Receiver rooms = toGates;
      if (rooms == null || incoming.containsKey(link)) {
        link.send(new Frame.Refused("no rooms are served here"));
        link.finish();
        return;
      }
      gates.put(link, rooms);
      rooms.opened(link);
      rooms.received(link, hello);
    }

    private void meet(Link link, Frame.Hello hello, Frame.Member member) {
      if (hello.version() != Frame.VERSION || !hello.log().equals(log.toString())) {
        link.send(refusalOf(hello.version(), hello.log()));
        link.finish();
        return;
      }
      link.send(new Frame.Welcome(Frame.VERSION, member, log.toString(), null));
      incoming.put(link, hello.member().instance());
    }

    @Override
    public void ended(Link link, String why) {
      incoming.remove(link);
      Link.Receiver rooms = gates.remove(link);
      if (rooms != null) rooms.ended(link, why);
    }
  }

  /** Answers that are too long for one frame go in two; one alone that is, gets none. */
  private static void answer(Link link, Frame frame) {
    try {
      link.send(frame);
    } catch (IllegalArgumentException e) {
      if (!(frame instanceof Frame.Answers(long sequence, var batch)) || batch.size() == 1) {
        LOG.error("An answer to {} is too long for a frame.", link.peer(), e);
        link.close();
        return;
      }
      int half = batch.size() / 2;
      answer(link, new Frame.Answers(sequence, batch.subList(0, half)));
      answer(link, new Frame.Answers(sequence, batch.subList(half, batch.size())));
    }
  }

  /** The link to one other instance: made again whenever it ends, until that instance is gone. */
  private final class Outgoing implements Link.Receiver {
    private final Member peer;
    private volatile boolean closed;
    private volatile @Nullable Link connected;
    private volatile @Nullable Link open;

    Outgoing(Member peer) {
      this.peer = peer;
      Thread.ofVirtual().name("link-to-" + peer.name()).start(this::keep);
    }

    private void keep() {
      long pauseMs = PAUSE_MS_LEAST;
      while (!closed) {
        try {
          Link link = LinkClient.connect(peer.address(), secret, config, this, CONNECT);
          connected = link;
          pauseMs = PAUSE_MS_LEAST;
          while (!link.hasEnded() && !closed) pause(PAUSE_MS_LEAST);
          if (closed) link.close();
        } catch (LinkRefusedException e) {
          LOG.warn("{}", e.getMessage());
          pauseMs = PAUSE_MS_MOST;
        } catch (IOException e) {
          LOG.debug("{} cannot be reached: {}", peer.name(), e.getMessage());
        }
        pause(pauseMs / 2 + ThreadLocalRandom.current().nextLong(pauseMs));
        pauseMs = Math.min(PAUSE_MS_MOST, pauseMs * 2);
      }
    }

    private void pause(long ms) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Override
    public void opened(Link link) {
      Self here = self;
      if (here == null) link.close();
      else link.send(new Frame.Hello(Frame.VERSION, here.member(), log.toString(), null));
    }

    @Override
    public void received(Link link, Frame frame) {
      Self here = self;
      if (here == null) return;
      Receiver receiver = here.receiver();
      UUID from = peer.instance();
      switch (frame) {
        case Frame.Welcome welcome -> welcomed(link, welcome, receiver);
        case Frame.Refused(String why) ->
            LOG.warn("{} refuses this instance: {}", peer.name(), why);
        case Frame.Answers answers -> receiver.answered(from, answers);
        case Frame.End(long _, var end) -> receiver.end(from, end);
        case Frame.Records(var records) -> pushed(link, records, receiver);
        default -> link.close();
      }
    }

    /** Another process may have taken the address since. */
    private void welcomed(Link link, Frame.Welcome welcome, Receiver receiver) {
      if (!welcome.member().instance().equals(peer.instance())) {
        link.close();
        return;
      }
      open = link;
      receiver.linked(peer.instance());
    }

    private void pushed(Link link, List<byte[]> bytes, Receiver receiver) {
      List<LogRecord> records = new ArrayList<>(bytes.size());
      for (byte[] one : bytes) {
        ByteBuffer record = ByteBuffer.wrap(one);
        String problem = LogRecord.problem(log, record, 0);
        if (problem != null) {
          LOG.error("{} pushed what is no record of this log: {}", peer.name(), problem);
          link.close();
          return;
        }
        records.add(new LogRecord(record, 0));
      }
      receiver.pushed(records);
    }

    @Override
    public void ended(Link link, String why) {
      boolean was = open == link;
      if (was) open = null;
      Self here = self;
      if (!was || here == null) return;
      LOG.info("The link to {} ended: {}.", peer.name(), why);
      here.receiver().lost(peer.instance());
    }

    void close() {
      closed = true;
      Link link = connected;
      if (link != null) link.close();
    }
  }
}
