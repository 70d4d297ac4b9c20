package io.tidegate.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.Takeover;
import io.tidegate.cluster.TakeoverConfig;
import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.cluster.rooms.RoomLinkServer;
import io.tidegate.cluster.wire.Frame;
import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineConfig;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.Request;
import io.tidegate.engine.room.EngineRoomLink;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Instances on one home in memory, in real time and quickly impatient. */
final class ClusterFixture {
  private static final Duration BOUND = Duration.ofSeconds(10);
  static final LinkSecret SECRET = new LinkSecret(new byte[32]);
  static final LinkConfig LINKS = LinkConfig.DEFAULT;

  final MemoryDatabase database = new MemoryDatabase();
  private final List<Running> running = new ArrayList<>();
  private boolean founded;

  /** An instance, and the views it shows. */
  static final class Running {
    final Instance instance;
    final Views views;

    private final MemoryDatabase.Home home;
    private final LinkedPeers peers;
    private final RoomLinkServer rooms;

    private Running(Instance instance, Views views, MemoryDatabase.Home home, LinkedPeers peers) {
      this.home = home;
      this.instance = instance;
      this.views = views;
      this.peers = peers;
      Frame.Member self =
          new Frame.Member(instance.id(), "instance", address(), Frame.Kind.INSTANCE);
      rooms =
          new RoomLinkServer(to -> new EngineRoomLink(instance, views, to), instance::ready, self);
      peers.answerGates(rooms);
    }

    /** Where instances and gates reach it. */
    String address() {
      return "127.0.0.1:" + peers.port();
    }

    /** How many units of the first offer are issued, as it shows; -1 if it shows no offer. */
    long issued() {
      OfferView offer = views.offer(1);
      return offer == null ? -1 : offer.issued();
    }

    /** What becomes of a command that is submitted here; empty if nobody knows. */
    Optional<Result> ask(Command command) throws Exception {
      return submit(command).get(20, TimeUnit.SECONDS);
    }

    CompletableFuture<Optional<Result>> submit(Command command) {
      CompletableFuture<Optional<Result>> answer = new CompletableFuture<>();
      Request request =
          new Request(
              command,
              answered -> {
                for (Request one : answered) answer.complete(Optional.ofNullable(one.result()));
              }) {};
      if (!instance.submit(request)) answer.complete(Optional.empty());
      return answer;
    }
  }

  Running start(Command... founding) throws IOException {
    founded |= founding.length > 0;
    Views views = new Views();
    MemoryDatabase.Home home = database.home();
    LinkedPeers peers =
        LinkedPeers.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            SECRET,
            LINKS,
            home.log().identity());
    TakeoverConfig takeover =
        new TakeoverConfig(
            true, Set.of(), running.size() * 40, 30, 600, 150, 700, 50, 300, 1_000, 500, 64 << 20);
    InstanceConfig config =
        new InstanceConfig(
            "instance " + (running.size() + 1),
            "127.0.0.1:" + peers.port(),
            "test",
            EngineConfig.DEFAULT,
            Limits.DEFAULT,
            takeover,
            InstanceConfig.BATCH_BYTES_MAX,
            InstanceConfig.SNAPSHOT_BYTES,
            List.of(founding));
    Instance instance =
        Instance.open(config, home, views, EngineClock.SYSTEM, EngineObserver.NONE, peers::connect);
    Running made = new Running(instance, views, home, peers);
    running.add(made);
    instance.start();
    return made;
  }

  /** Whoever does not lead. */
  List<Running> followers() {
    return running.stream().filter(one -> !one.instance.leads()).toList();
  }

  /** Waits until everybody has a link to the leader. */
  Running settled() {
    Running leader = leader();
    Wait.until(() -> running.stream().allMatch(one -> one == leader || follows(one, leader)));
    return leader;
  }

  private static boolean follows(Running one, Running leader) {
    return leader.instance.id().equals(one.instance.standing().leader())
        && one.instance.reachesLeader();
  }

  /** Cuts one of them off from the home, or lets it reach it again. */
  void cut(Running one, boolean cut) {
    one.home.cut(cut);
  }

  /** It says nothing any more to anybody, as if its process had been killed. */
  void kill(Running one) {
    one.home.cut(true);
    one.peers.close();
  }

  /** Waits for somebody else to lead. */
  Running leaderBut(Running other) {
    Wait.until(() -> running.stream().anyMatch(one -> one != other && one.instance.leads()));
    return running.stream()
        .filter(one -> one != other && one.instance.leads())
        .findFirst()
        .orElseThrow();
  }

  /** Waits for somebody to lead, and for the sale to be open that its commands made. */
  Running leader() {
    Wait.until(() -> !founded || running.stream().allMatch(ClusterFixture::isOpen));
    Wait.until(() -> running.stream().anyMatch(one -> one.instance.leads()));
    return running.stream().filter(one -> one.instance.leads()).findFirst().orElseThrow();
  }

  void close() throws InterruptedException {
    database.gone(false);
    for (Running one : running) one.home.cut(false);
    for (Running one : running) {
      one.rooms.close();
      one.instance.stop(BOUND);
    }
    for (Running one : running) assertThat(one.instance.failure()).isNull();
  }

  private static boolean isOpen(Running one) {
    SaleView sale = one.views.sale(1);
    return sale != null && sale.state() == SaleState.OPEN;
  }

  static boolean isRole(Running one, Takeover.Role role) {
    return one.instance.standing().role() == role;
  }
}
