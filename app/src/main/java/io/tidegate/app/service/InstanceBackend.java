package io.tidegate.app.service;

import io.tidegate.api.Health;
import io.tidegate.api.cluster.ClusterPort;
import io.tidegate.app.config.Config;
import io.tidegate.app.keys.PassKeyFile;
import io.tidegate.app.outbox.HomeSource;
import io.tidegate.cluster.TakeoverConfig;
import io.tidegate.cluster.instance.Instance;
import io.tidegate.cluster.instance.InstanceConfig;
import io.tidegate.cluster.instance.LinkedPeers;
import io.tidegate.cluster.link.LinkConfig;
import io.tidegate.cluster.link.LinkSecret;
import io.tidegate.cluster.rooms.RoomLinkServer;
import io.tidegate.cluster.wire.Frame.Kind;
import io.tidegate.cluster.wire.Frame.Member;
import io.tidegate.core.Command;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.EngineClock;
import io.tidegate.engine.EngineObserver;
import io.tidegate.engine.room.EngineRoomLink;
import io.tidegate.engine.view.Views;
import io.tidegate.outbox.LogSource;
import io.tidegate.store.home.SharedHome;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.postgres.PgHome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The service on a home that instances share: one of them, which leads or follows. */
public final class InstanceBackend implements Backend {
  private static final int JITTER_MS = 300;

  private final SharedHome home;
  private final Instance instance;
  private final Views views;
  private final RoomLinkServer rooms;
  private final String found;

  private InstanceBackend(
      SharedHome home, Instance instance, Views views, RoomLinkServer rooms, String found) {
    this.home = home;
    this.instance = instance;
    this.views = views;
    this.rooms = rooms;
    this.found = found;
  }

  /**
   * Opens the home and reads its log; the instance does not run yet.
   *
   * @param demo whether a log in which nothing was ever made gets the demo data
   * @throws IOException if the home cannot be had, or must not be used; the message says why
   */
  static InstanceBackend open(Config config, EngineObserver loop, boolean demo) throws IOException {
    Files.createDirectories(config.service().data());
    Files.createDirectories(config.secrets());
    PassKeyFile.in(config.secrets()); // for gates that get a copy of the folder
    PgHome home = PgHome.open(config.cluster().store());
    LinkedPeers peers = null;
    try {
      String host = OwnAddress.of(config.cluster().host());
      peers = peers(config, host, home.log().identity());
      Views views = new Views();
      InstanceConfig own = instance(config, host + ":" + peers.port(), demo);
      Instance instance = Instance.open(own, home, views, EngineClock.SYSTEM, loop, peers::connect);
      Member self = new Member(instance.id(), own.name(), own.address(), Kind.INSTANCE);
      RoomLinkServer rooms =
          new RoomLinkServer(
              answers -> new EngineRoomLink(instance, views, answers), instance::ready, self);
      peers.answerGates(rooms);
      String found =
          home.name() + ", read to record " + instance.viewsSequence() + "; " + home.promise();
      return new InstanceBackend(home, instance, views, rooms, found);
    } catch (IOException | RuntimeException e) {
      if (peers != null) peers.close();
      home.close();
      throw e;
    }
  }

  private static LinkedPeers peers(Config config, String host, LogIdentity log) throws IOException {
    InetSocketAddress at = new InetSocketAddress(host, config.cluster().port());
    if (at.isUnresolved()) throw new IOException("no such host: " + host);
    return LinkedPeers.listen(at, LinkSecret.in(config.secrets()), LinkConfig.DEFAULT, log);
  }

  private static InstanceConfig instance(Config config, String address, boolean demo)
      throws IOException {
    String name = config.cluster().name();
    List<Command> founding = demo ? DemoData.commands(System.currentTimeMillis()) : List.of();
    return new InstanceConfig(
        name.isEmpty() ? address : name,
        address,
        Build.text(),
        config.engine().bounds(),
        config.limits().with(config.wallet()),
        TakeoverConfig.usual(true, Set.of(), new SecureRandom().nextInt(JITTER_MS)),
        InstanceConfig.BATCH_BYTES_MAX,
        config.store().snapshotBytes(),
        founding);
  }

  /** The instance. */
  public Instance instance() {
    return instance;
  }

  @Override
  public CommandPort commands() {
    return instance;
  }

  @Override
  public Views views() {
    return views;
  }

  @Override
  public void servedAt(String http) {
    instance.servedAt(http);
  }

  @Override
  public void lead() {
    instance.start();
  }

  @Override
  public LogSource log() {
    return new HomeSource(home.log());
  }

  @Override
  public ClusterPort cluster() {
    return this::report;
  }

  private static String role(Instance.Standing standing) {
    return standing.role().name().toLowerCase(Locale.ROOT);
  }

  private ClusterPort.Report report() {
    Instance.Standing now = instance.standing();
    return new ClusterPort.Report(
        home.name(),
        instance.id(),
        role(now),
        now.leader(),
        now.term(),
        now.end(),
        instance.obstacle(),
        instance.members());
  }

  @Override
  public boolean leads() {
    return instance.leads();
  }

  @Override
  public void tell(Health health) {
    health.tell(
        "instance", () -> role(instance.standing()) + " at record " + instance.viewsSequence());
  }

  @Override
  public String found() {
    return found;
  }

  @Override
  public void leave(Duration bound) throws InterruptedException {
    if (instance.members().size() > 1) instance.handOver(bound);
  }

  @Override
  public boolean stop(Duration bound) throws InterruptedException {
    rooms.close();
    boolean finished = instance.stop(bound);
    try {
      home.close();
    } catch (IOException e) {
      return finished;
    }
    return finished;
  }

  @Override
  public @Nullable Throwable awaitEnd() throws InterruptedException {
    return instance.awaitEnd();
  }
}
